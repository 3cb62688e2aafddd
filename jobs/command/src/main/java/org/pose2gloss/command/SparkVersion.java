package org.pose2gloss.command;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.Properties;

/**
 * Refuses another Spark than the one that all of this is compiled for: it would end in errors of
 * linkage, some of them hours later.
 */
final class SparkVersion {
  /** Iceberg's and Beam's parts for Spark are for this line of it. */
  private static final String SPARK = "3.5";

  private static final String SCALA = "2.12";

  private SparkVersion() {}

  /**
   * Looks at the Spark on the class path, which is spark-submit's where that has started us.
   *
   * @throws UserException if it is of another line, or made with another Scala
   */
  static void check(ClassLoader classes) {
    check(
        value(classes, "spark-version-info.properties", "version"),
        value(classes, "library.properties", "version.number"));
  }

  static void check(Optional<String> spark, Optional<String> scala) {
    boolean isOther = spark.isPresent() && !isOf(spark.get(), SPARK);
    boolean isOtherScala = spark.isPresent() && scala.isPresent() && !isOf(scala.get(), SCALA);
    if (isOther || isOtherScala) {
      throw new UserException(
          String.format(
              "This program is made for Spark %s with Scala %s and was started with Spark %s%s: use"
                  + " the spark-submit of a Spark %s, and a cluster of the same version.",
              SPARK, SCALA, spark.get(), scala.map(found -> ", Scala " + found).orElse(""), SPARK));
    }
  }

  private static boolean isOf(String version, String line) {
    return version.equals(line) || version.startsWith(line + ".");
  }

  private static Optional<String> value(ClassLoader classes, String resource, String key) {
    try (InputStream bytes = classes.getResourceAsStream(resource)) {
      if (bytes == null) {
        return Optional.empty();
      }
      Properties properties = new Properties();
      properties.load(bytes);
      return Optional.ofNullable(properties.getProperty(key));
    } catch (IOException e) {
      // Nothing is known of it then, and Spark will say itself what it lacks.
      return Optional.empty();
    }
  }
}
