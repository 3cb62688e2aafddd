package org.pose2gloss.pipelines.ingest.source;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;

/** Finds out what a file says of itself; sent to workers, so it holds no open resource. */
@FunctionalInterface
public interface MediaProbe extends Serializable {
  /**
   * Looks into a file.
   *
   * @param file a file on this machine
   * @throws IOException if it is not what it should be, with a sentence for the user
   */
  MediaFacts probe(Path file) throws IOException;
}
