package org.pose2gloss.pipelines.pipeline;

import java.util.Locale;

/** What becomes of a step. */
public enum Action {
  /** It is started. */
  RUN,
  /** What an earlier run has left is taken. */
  REUSE,
  /** There is nothing to do. */
  SKIP,
  /** Known only when steps before it have run. */
  OPEN;

  /** The word for it in plans and records. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
