package org.pose2gloss.pipelines.ingest.source;

import java.io.Serializable;

/**
 * A row of the table of videos, but for the time at which it was made.
 *
 * @param candidate what its source says; its range is in frames
 * @param sha256 SHA-256 of the file, 64 hex digits
 * @param bytes size of the file
 * @param facts what the file says of itself
 */
public record VideoRow(Candidate candidate, String sha256, long bytes, MediaFacts facts)
    implements Serializable {
  /** Identifier of the sample. */
  public String id() {
    return candidate.id();
  }
}
