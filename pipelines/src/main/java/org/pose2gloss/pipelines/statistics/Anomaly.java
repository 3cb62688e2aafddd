package org.pose2gloss.pipelines.statistics;

/**
 * Something about a version of the table that should not be.
 *
 * @param kind what sort it is
 * @param subject what it is about: a feature, a column, a gloss
 * @param baseline value in the baseline, null where there is none
 * @param current value now
 * @param limit value from which on it is an anomaly, null where any is
 * @param sentence for a person
 */
public record Anomaly(
    Kind kind, String subject, Double baseline, Double current, Double limit, String sentence) {
  /** Sorts of anomalies, those that spoil most first. */
  public enum Kind {
    /** Columns are not those of the baseline. */
    SCHEMA_CHANGE,
    /** There is no row. */
    NO_ROWS,
    /** Arrays do not have the length that their frames want. */
    WRONG_SHAPE,
    /** An id stands twice. */
    DUPLICATE_ID,
    /** Values that make no sense, or too many outside of their range. */
    OUT_OF_RANGE,
    /** A gloss that the baseline does not have. */
    UNEXPECTED_CLASS,
    /** A gloss that only the baseline has. */
    CLASS_VANISHED,
    /** A part is found in fewer frames. */
    COVERAGE_DROP,
    /** Videos are longer or shorter. */
    LENGTH_SHIFT,
    /** A feature is distributed in another way. */
    DISTRIBUTION_SHIFT
  }
}
