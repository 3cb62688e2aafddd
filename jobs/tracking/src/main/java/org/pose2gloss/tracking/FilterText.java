package org.pose2gloss.tracking;

/** Values in the conditions by which MLflow searches. */
final class FilterText {
  private FilterText() {}

  /**
   * A value in quotes that it does not hold itself: MLflow takes both kinds and knows no escaping.
   */
  static String quoted(String value) {
    if (!value.contains("'")) {
      return "'" + value + "'";
    }
    if (!value.contains("\"")) {
      return "\"" + value + "\"";
    }
    throw new TrackingException(
        "MLflow cannot search for <" + value + ">, which has both kinds of quotes in it.");
  }
}
