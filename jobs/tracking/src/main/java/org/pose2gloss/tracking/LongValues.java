package org.pose2gloss.tracking;

/** Values of parameters and tags that are longer than MLflow takes. */
final class LongValues {
  /**
   * Limits in characters (mlflow.utils.validation: MAX_PARAM_VAL_LENGTH since 2.8,
   * MAX_TAG_VAL_LENGTH, which 2.17 raised to 8000).
   */
  static final int PARAM = 6000;

  static final int TAG = 5000;

  private LongValues() {}

  /** As much of the value's beginning as fits, and a mark that says where the whole is. */
  static String cut(String value, int most, String artifact) {
    String mark = " … [%d characters, whole in artifact %s]".formatted(value.length(), artifact);
    int end = most - mark.length();
    if (Character.isHighSurrogate(value.charAt(end - 1))) {
      end--;
    }
    return value.substring(0, end) + mark;
  }

  /** Where the whole value is stored. */
  static String artifact(String kind, String key) {
    return kind + "/" + key.replaceAll("[^\\p{Alnum}._-]", "_") + ".txt";
  }
}
