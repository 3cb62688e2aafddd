package org.pose2gloss.pipelines.ingest.source;

import java.util.Locale;

/** What became of one input; every input that a source lists has exactly one outcome. */
public enum Outcome {
  /** A new row. */
  ADDED,
  /** A row in the place of an older one: the file or what is said about it has changed. */
  UPDATED,
  /** Already in the table as it is. */
  UNCHANGED,
  /** Not taken: its id or its content is that of another input. */
  DUPLICATE,
  /** Not taken: unreadable or contradictory. */
  REJECTED,
  /** Not taken: the labels name it, and no place of the source has it. */
  MISSING,
  /** Left out as the configuration asks, such as by the gloss pattern. */
  SKIPPED;

  /** Name in tables and reports. */
  public String columnValue() {
    return name().toLowerCase(Locale.ROOT);
  }
}
