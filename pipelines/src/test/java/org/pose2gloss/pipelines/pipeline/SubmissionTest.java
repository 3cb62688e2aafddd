package org.pose2gloss.pipelines.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a driver on a worker of a standalone cluster is told. */
class SubmissionTest {
  private static final String OPTIONS = "spark.driver.extraJavaOptions";
  private static final String WAIT = "spark.standalone.submit.waitAppCompletion";

  @Test
  void aDriverOnAWorkerGetsJavasModulesAndIsWaitedFor() {
    Map<String, String> conf = Submission.withDriverOnWorker(Map.of("spark.driver.memory", "1g"));

    assertThat(conf).containsEntry(WAIT, "true").containsEntry("spark.driver.memory", "1g");
    // Spark's tuning guide, Java 17: without it, direct buffers cannot be freed.
    assertThat(conf.get(OPTIONS)).contains("--add-opens=java.base/sun.nio.ch=ALL-UNNAMED");
  }

  @Test
  void whatTheUserSetHolds() {
    Map<String, String> conf =
        Submission.withDriverOnWorker(Map.of(WAIT, "false", OPTIONS, "-Dmine=1"));

    assertThat(conf).containsEntry(WAIT, "false");
    assertThat(conf.get(OPTIONS)).contains("sun.nio.ch=ALL-UNNAMED").endsWith(" -Dmine=1");
  }
}
