package org.pose2gloss.pipelines.ingest.source;

import java.util.Locale;
import java.util.Map;

/** Checks the texts that sources give, which end up in tables, paths and logs. */
final class Texts {
  /** Longest id or gloss; the longest of WLASL has 20 characters. */
  private static final int LONGEST = 256;

  /** Characters of a strange text that a message shows. */
  private static final int SHOWN = 100;

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

  /** A text of anybody's making as messages show it: printable and not long. */
  static String shown(String text) {
    String printable = text.replaceAll("\\p{Cntrl}", "?");
    return printable.length() > SHOWN ? printable.substring(0, SHOWN) + "..." : printable;
  }

  /** The message of an exception as a sentence. */
  static String sentence(Exception e) {
    String message = e.getMessage() == null ? "" : e.getMessage().strip();
    if (message.isEmpty()) {
      return "It gives no reason.";
    }
    return message.endsWith(".") ? message : message + ".";
  }

  /**
   * A part of a file in frames; an end of which nothing is said stays null.
   *
   * @param where what messages begin with
   * @param first first frame, from 1; 0 and -1 too stand for the beginning
   * @param last last frame, inclusive; 0 and -1 stand for the end
   */
  static SignRange range(String where, Long first, Long last) throws RejectedException {
    for (Long frame : new Long[] {first, last}) {
      if (frame != null && (frame < -1 || frame > Integer.MAX_VALUE)) {
        throw new RejectedException(
            String.format(Locale.ROOT, "%s: %d is no number of a frame.", where, frame));
      }
    }
    if (first != null && last != null && last > 0 && first > last) {
      throw new RejectedException(
          String.format(
              Locale.ROOT,
              "%s: the sign ends at frame %d, before it starts at frame %d.",
              where,
              last,
              first));
    }
    return SignRange.ofFrames(
        first == null ? null : Integer.valueOf(first.intValue()),
        last == null ? null : Integer.valueOf(last.intValue()));
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
