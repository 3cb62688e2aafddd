package org.pose2gloss.tables;

/**
 * It cannot be told whether a commit has taken effect: files that it may have put into the table
 * must stay.
 */
public final class TableUnknownException extends TableException {
  private static final long serialVersionUID = 1L;

  TableUnknownException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
