package org.pose2gloss.pipelines.ingest.source;

import java.util.Locale;

/** Kind of a file. */
public enum Media {
  /** A video whose landmarks are still to be found. */
  VIDEO,
  /** Landmarks in a {@code .pose} file. */
  POSE;

  /** Name in the table. */
  public String columnValue() {
    return name().toLowerCase(Locale.ROOT);
  }
}
