package org.pose2gloss.command;

import java.util.regex.Pattern;

/** What of a configuration nobody may read who only reads logs, runs or messages. */
public final class Secrets {
  /** Names of keys whose values are secret, also for Spark ({@code spark.redaction.regex}). */
  public static final String NAMES =
      "(?i)secret|passw|token|credential|access[.-]?key|api[.-]?key|webhook";

  private static final Pattern NAME = Pattern.compile(NAMES);

  /** User and password before the host of an address. */
  private static final Pattern USER_INFO = Pattern.compile("(?<=://)[^/?#\\s\"@]+@");

  private static final String HIDDEN = "(not shown)";

  private Secrets() {}

  /** Whether a key's value is secret. */
  public static boolean isSecret(String key) {
    return NAME.matcher(key).find();
  }

  /** A value as it may be shown: not at all, or without what stands before an address's host. */
  static String shown(String key, String value) {
    return isSecret(key) ? HIDDEN : USER_INFO.matcher(value).replaceAll("");
  }

  /** An assignment {@code key=value} as it may be shown. */
  static String shown(String assignment) {
    int equals = assignment.indexOf('=');
    return equals < 0
        ? assignment
        : assignment.substring(0, equals + 1)
            + shown(assignment.substring(0, equals), assignment.substring(equals + 1));
  }
}
