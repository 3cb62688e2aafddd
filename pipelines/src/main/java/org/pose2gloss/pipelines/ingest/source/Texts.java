package org.pose2gloss.pipelines.ingest.source;

import java.util.Locale;
import java.util.Map;

/** Checks the texts that sources give, which end up in tables, paths and logs. */
final class Texts {
  /** Longest id or gloss; the longest of WLASL has 20 characters. */
  private static final int LONGEST = 256;

  private static final Map<String, String> SPLITS =
      Map.of(
          "train", "train",
          "training", "train",
          "val", "validation",
          "valid", "validation",
          "validation", "validation",
          "dev", "validation",
          "test", "test",
          "testing", "test");

  private Texts() {}

  /** The text itself, null for null. */
  static String checked(String what, String text) throws RejectedException {
    if (text == null) {
      return null;
    }
    if (text.length() > LONGEST) {
      throw new RejectedException(
          String.format(
              "The %s has %d characters, more than %d: '%s...'.",
              what, text.length(), LONGEST, text.substring(0, 40)));
    }
    if (text.chars().anyMatch(Character::isISOControl)) {
      throw new RejectedException(
          String.format("The %s holds a character that cannot be printed.", what));
    }
    return text;
  }

  /** The split's name in the tables, null for null. */
  static String split(String text) throws RejectedException {
    if (text == null) {
      return null;
    }
    String split = SPLITS.get(text.toLowerCase(Locale.ROOT));
    if (split == null) {
      throw new RejectedException(
          String.format(
              "The split '%s' is none of train, validation and test.", checked("split", text)));
    }
    return split;
  }
}
