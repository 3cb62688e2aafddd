package org.pose2gloss.tracking;

import java.util.regex.Pattern;

/** Keys of metrics, parameters and tags that every MLflow server takes. */
final class EntityNames {
  /** The longest key that all versions since 2.0 take (MAX_ENTITY_KEY_LENGTH). */
  private static final int LONGEST = 250;

  /** What mlflow.utils.validation does not allow in a name. */
  private static final Pattern FORBIDDEN =
      Pattern.compile("[^\\w\\-. :/]", Pattern.UNICODE_CHARACTER_CLASS);

  private EntityNames() {}

  /**
   * The name itself where MLflow takes it, else with {@code _} for what it refuses: one gloss with
   * an apostrophe must not cost a whole evaluation.
   */
  static String of(String name) {
    String allowed = FORBIDDEN.matcher(name).replaceAll("_");
    // A name is also a path to MLflow, and must be the path's shortest form.
    String path =
        allowed
            .replaceAll("(?<=^|/)\\.{1,2}(?=/|$)", "_")
            .replaceAll("/+", "/")
            .replaceAll("^/|/$", "");
    if (path.isEmpty()) {
      return "_";
    }
    return path.length() <= LONGEST ? path : path.substring(0, LONGEST);
  }
}
