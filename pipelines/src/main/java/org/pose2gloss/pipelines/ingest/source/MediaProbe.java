package org.pose2gloss.pipelines.ingest.source;

import java.io.IOException;
import java.io.Serializable;
import java.nio.channels.SeekableByteChannel;

/** Finds out what a file says of itself; sent to workers, so it holds no open resource. */
@FunctionalInterface
public interface MediaProbe extends Serializable {
  /**
   * Looks into a file.
   *
   * @param name what messages call the file
   * @param bytes the file, at its beginning; not to be closed
   * @throws IOException if it is not what it should be, with a sentence for the user
   */
  MediaFacts probe(String name, SeekableByteChannel bytes) throws IOException;
}
