package org.pose2gloss.command;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;

/**
 * What Spark was told of Hadoop's file systems ({@code spark.hadoop.*}), as properties of the
 * catalog: tables, files and artifacts are read without Spark too, and in processes that Spark's
 * settings do not reach.
 */
final class HadoopSettings {
  private static final String OF_SPARK = "spark.hadoop.";
  private static final String OF_CATALOG = "hadoop.";

  /** Credentials that Spark takes from its driver's environment along to executors. */
  private static final Map<String, String> CREDENTIALS =
      Map.of(
          "AWS_ACCESS_KEY_ID", "hadoop.fs.s3a.access.key",
          "AWS_SECRET_ACCESS_KEY", "hadoop.fs.s3a.secret.key",
          "AWS_SESSION_TOKEN", "hadoop.fs.s3a.session.token");

  private HadoopSettings() {}

  /** Properties of the configured catalog, with what this process knows of file systems. */
  static Map<String, String> withCatalog(Settings settings) {
    return with(
        settings.entries("catalog.properties"),
        settings.entries("spark.conf"),
        System.getProperties(),
        System.getenv());
  }

  /** Of properties of a catalog those of file systems, under Hadoop's own names. */
  static Map<String, String> ofFileSystems(Map<String, String> catalog) {
    Map<String, String> named = new LinkedHashMap<>();
    catalog.forEach(
        (key, value) -> {
          if (key.startsWith(OF_CATALOG)) {
            named.put(key.substring(OF_CATALOG.length()), value);
          }
        });
    return named;
  }

  /**
   * Properties of the catalog that those which are given are added to.
   *
   * @param given {@code catalog.properties}; they hold before others
   * @param spark {@code spark.conf}
   * @param system what spark-submit has said, as properties of the JVM
   * @param environment of this process
   */
  static Map<String, String> with(
      Map<String, String> given,
      Map<String, String> spark,
      Properties system,
      Map<String, String> environment) {
    Map<String, String> all = new LinkedHashMap<>();
    spark.forEach((key, value) -> take(all, key, value));
    system.stringPropertyNames().forEach(key -> take(all, key, system.getProperty(key)));
    all.putAll(given);
    boolean hasOwn =
        all.keySet().stream()
            .anyMatch(
                key ->
                    CREDENTIALS.containsValue(key)
                        || key.equals("hadoop.fs.s3a.aws.credentials.provider"));
    if (!hasOwn
        && environment.containsKey("AWS_ACCESS_KEY_ID")
        && environment.containsKey("AWS_SECRET_ACCESS_KEY")) {
      CREDENTIALS.forEach(
          (variable, key) -> {
            if (environment.containsKey(variable)) {
              all.put(key, environment.get(variable));
            }
          });
    }
    return all;
  }

  private static void take(Map<String, String> all, String key, String value) {
    if (key.startsWith(OF_SPARK)) {
      all.put(OF_CATALOG + key.substring(OF_SPARK.length()), value);
    }
  }
}
