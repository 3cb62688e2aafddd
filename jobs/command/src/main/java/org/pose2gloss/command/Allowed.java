package org.pose2gloss.command;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a key may hold, read from the comment above it in {@code reference.conf}, so that what is
 * documented and what is checked cannot differ.
 *
 * <p>The comment line starts with {@code Allowed:} and goes on {@code one of a, b, c} for words,
 * {@code a duration, such as 30 minutes} for durations above 0, or {@code 1 to 100}, {@code 1 or
 * more}, {@code above 0} for numbers.
 */
record Allowed(
    String sentence,
    List<String> words,
    boolean isDuration,
    double least,
    double most,
    boolean leastIncluded) {
  private static final Pattern LINE = Pattern.compile("^Allowed:\\s*(.+?)\\s*$");
  private static final Pattern ONE_OF = Pattern.compile("^one of (.+)$");
  private static final Pattern NUMBER = Pattern.compile("^[0-9.]*$");
  private static final Pattern DURATION = Pattern.compile("^a duration\\b.*$");
  private static final Pattern RANGE = Pattern.compile("^(-?[0-9.eE-]+) to (-?[0-9.eE-]+)$");
  private static final Pattern OR_MORE = Pattern.compile("^(-?[0-9.eE-]+) or more$");
  private static final Pattern ABOVE = Pattern.compile("^above (-?[0-9.eE-]+)$");

  /** The rule in the comment lines of a key, if they hold one. */
  static Optional<Allowed> of(List<String> comments) {
    for (String comment : comments) {
      Matcher line = LINE.matcher(comment.strip());
      if (line.matches()) {
        return Optional.of(parse(line.group(1)));
      }
    }
    return Optional.empty();
  }

  private static Allowed parse(String sentence) {
    Matcher oneOf = ONE_OF.matcher(sentence);
    if (oneOf.matches()) {
      List<String> words = Arrays.stream(oneOf.group(1).split(",", -1)).map(String::strip).toList();
      return new Allowed(
          sentence, words, false, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, true);
    }
    if (DURATION.matcher(sentence).matches()) {
      return new Allowed(sentence, List.of(), true, 0, Double.POSITIVE_INFINITY, false);
    }
    Matcher range = RANGE.matcher(sentence);
    if (range.matches()) {
      return new Allowed(
          sentence,
          List.of(),
          false,
          Double.parseDouble(range.group(1)),
          Double.parseDouble(range.group(2)),
          true);
    }
    Matcher orMore = OR_MORE.matcher(sentence);
    if (orMore.matches()) {
      return new Allowed(
          sentence,
          List.of(),
          false,
          Double.parseDouble(orMore.group(1)),
          Double.POSITIVE_INFINITY,
          true);
    }
    Matcher above = ABOVE.matcher(sentence);
    if (above.matches()) {
      return new Allowed(
          sentence,
          List.of(),
          false,
          Double.parseDouble(above.group(1)),
          Double.POSITIVE_INFINITY,
          false);
    }
    throw new IllegalStateException(
        "reference.conf says 'Allowed: " + sentence + "', which is no rule");
  }

  /** Whether the value is one of the words, a duration, or a number in the range. */
  boolean holds(Object value) {
    if (!words.isEmpty()) {
      return words.contains(String.valueOf(value));
    }
    if (isDuration) {
      return isDuration(String.valueOf(value));
    }
    if (value instanceof Number number) {
      double asDouble = number.doubleValue();
      return (leastIncluded ? asDouble >= least : asDouble > least) && asDouble <= most;
    }
    return false;
  }

  private static boolean isDuration(String text) {
    if (NUMBER.matcher(text.strip()).matches()) {
      // HOCON would take it for milliseconds, which nobody means.
      return false;
    }
    try {
      Duration duration = ConfigFactory.parseMap(Map.of("it", text)).getDuration("it");
      return !duration.isZero() && !duration.isNegative();
    } catch (ConfigException e) {
      return false;
    }
  }
}
