package org.pose2gloss.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/** Settings of file systems that spark-submit was given hold where there is no Spark, too. */
class HadoopSettingsTest {
  private static final Map<String, String> KEYS =
      Map.of("AWS_ACCESS_KEY_ID", "id", "AWS_SECRET_ACCESS_KEY", "secret");

  private final Properties system = new Properties();

  @Test
  void takesWhatSparkWasToldAndLetsTheCatalogsOwnHold() {
    system.setProperty("spark.hadoop.fs.s3a.endpoint", "http://submitted");
    system.setProperty("spark.executor.memory", "1g");
    Map<String, String> spark =
        Map.of(
            "spark.hadoop.fs.s3a.endpoint", "http://conf", "spark.hadoop.fs.s3a.threads.max", "9");
    assertThat(
            HadoopSettings.with(
                Map.of("uri", "jdbc:x", "hadoop.fs.s3a.threads.max", "1"), spark, system, Map.of()))
        .containsOnly(
            Map.entry("uri", "jdbc:x"),
            // spark-submit comes before spark.conf, as with Spark's own properties.
            Map.entry("hadoop.fs.s3a.endpoint", "http://submitted"),
            Map.entry("hadoop.fs.s3a.threads.max", "1"));
  }

  @Test
  void takesCredentialsOfTheEnvironmentAlong() {
    assertThat(HadoopSettings.with(Map.of(), Map.of(), system, KEYS))
        .containsOnly(
            Map.entry("hadoop.fs.s3a.access.key", "id"),
            Map.entry("hadoop.fs.s3a.secret.key", "secret"));
  }

  @Test
  void leavesCredentialsToWhoeverWasNamedForThem() {
    system.setProperty("spark.hadoop.fs.s3a.aws.credentials.provider", "org.example.Own");
    assertThat(HadoopSettings.with(Map.of(), Map.of(), system, KEYS))
        .containsOnlyKeys("hadoop.fs.s3a.aws.credentials.provider");
  }

  @Test
  void artifactsAreReadWithWhatTablesAreReadWith() {
    system.setProperty("spark.hadoop.fs.s3a.endpoint", "http://submitted");
    Map<String, String> catalog =
        HadoopSettings.with(Map.of("uri", "jdbc:x"), Map.of(), system, KEYS);
    assertThat(HadoopSettings.ofFileSystems(catalog))
        .containsOnly(
            Map.entry("fs.s3a.endpoint", "http://submitted"),
            Map.entry("fs.s3a.access.key", "id"),
            Map.entry("fs.s3a.secret.key", "secret"));
  }
}
