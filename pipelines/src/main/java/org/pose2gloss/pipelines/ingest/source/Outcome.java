package org.pose2gloss.pipelines.ingest.source;

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
  /** Left out as the configuration asks, such as by the gloss pattern. */
  SKIPPED
}
