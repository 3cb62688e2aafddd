package org.pose2gloss.classifier.training;

import org.pose2gloss.classifier.ClassifierException;

/** Says which option is out of range. */
final class Checks {
  private Checks() {}

  static void require(boolean holds, String name, Object value, String rule) {
    if (!holds) {
      throw new ClassifierException(
          String.format("The training option %s must be %s, not %s.", name, rule, value));
    }
  }

  /** A number of 0 or more. */
  static void notNegative(String name, double value) {
    require(value >= 0 && Double.isFinite(value), name, value, "0 or more");
  }

  /** A share of which something must be left. */
  static void share(String name, double value) {
    require(value >= 0 && value < 1, name, value, "at least 0 and below 1");
  }

  /** A number of 1 or more. */
  static void positive(String name, long value) {
    require(value >= 1, name, value, "1 or more");
  }
}
