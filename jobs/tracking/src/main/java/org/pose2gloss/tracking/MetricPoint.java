package org.pose2gloss.tracking;

/**
 * One point of a metric's history.
 *
 * @param name letters, digits, {@code _ - . : /} and space; others become {@code _}
 * @param value may be NaN; infinities are kept by MLflow as the largest finite numbers
 * @param step epoch or optimizer step
 * @param timestampMillis milliseconds since 1970
 */
public record MetricPoint(String name, double value, long step, long timestampMillis) {}
