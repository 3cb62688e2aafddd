package org.pose2gloss.pipelines.ingest.source;

import java.io.Serializable;

/**
 * A row of the table of videos, but for the time at which it was made.
 *
 * @param sample what its source says; its range is in frames
 * @param file where it lies
 * @param sha256 SHA-256 of the file, 64 hex digits
 * @param facts what the file says of itself
 */
public record VideoRow(Sample sample, FileStamp file, String sha256, MediaFacts facts)
    implements Serializable {
  /** Identifier of the sample. */
  public String id() {
    return sample.id();
  }

  /** Name of what is seen: two rows of one content are the same frames of the same bytes. */
  public String content() {
    return sha256 + sample.range().key();
  }
}
