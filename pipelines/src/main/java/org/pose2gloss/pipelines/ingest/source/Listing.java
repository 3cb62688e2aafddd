package org.pose2gloss.pipelines.ingest.source;

/** Takes what a source lists, one input at a time. */
public interface Listing {
  /** A file that may become a row. */
  void candidate(Candidate candidate);

  /** An input that is out before its file is opened. */
  void rejected(Rejection rejection);

  /** An input that the configuration leaves out. */
  void skipped();
}
