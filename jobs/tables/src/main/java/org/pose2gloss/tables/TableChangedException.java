package org.pose2gloss.tables;

/** Someone else has changed the table that a commit was made for: what it is based on is gone. */
public final class TableChangedException extends TableException {
  private static final long serialVersionUID = 1L;

  TableChangedException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
