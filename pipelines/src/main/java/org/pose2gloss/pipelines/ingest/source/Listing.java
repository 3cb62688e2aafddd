package org.pose2gloss.pipelines.ingest.source;

/** Takes what a source lists, one input at a time. */
public interface Listing {
  /** A sample that may become a row. */
  void candidate(Candidate candidate);

  /** A sample that no place of the source has. */
  void missing(Sample sample, Rejection rejection);

  /** An input that is out before its file is opened. */
  void rejected(Rejection rejection);

  /** An input that the configuration leaves out. */
  void skipped();
}
