package org.pose2gloss.pipelines.ingest.source;

/** One input is not taken; the message is the sentence that goes into the table of rejections. */
final class RejectedException extends Exception {
  RejectedException(String sentence) {
    super(sentence);
  }

  RejectedException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
