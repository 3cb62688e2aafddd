package org.pose2gloss.pipelines.ingest.source;

/** A source cannot be used at all; the message is one sentence that says what to do. */
public final class IngestException extends RuntimeException {
  /** A failure that has no other exception behind it. */
  public IngestException(String sentence) {
    super(sentence);
  }

  /** A failure with the exception that showed it. */
  public IngestException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
