package org.pose2gloss.pipelines.ingest.source;

import java.io.Serializable;
import java.util.List;

/**
 * A sample and the files that it may be taken from, before one is opened.
 *
 * @param sample what its source says of it
 * @param locations its files, the one to be preferred first; one or more
 */
public record Candidate(Sample sample, List<Location> locations) implements Serializable {
  /** Copies the locations. */
  public Candidate {
    locations = List.copyOf(locations);
  }
}
