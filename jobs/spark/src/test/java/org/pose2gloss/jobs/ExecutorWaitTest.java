package org.pose2gloss.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pose2gloss.command.UserException;

/** Spark that is asked for a GPU by a cluster whose worker declares none, and Spark that works. */
class ExecutorWaitTest {
  @TempDir private Path folder;
  private JavaSparkContext spark;

  private void start(SparkConf conf) {
    spark =
        new JavaSparkContext(
            conf.setAppName("wait test")
                .set("spark.ui.enabled", "false")
                .set("spark.driver.host", "127.0.0.1")
                .set("spark.driver.bindAddress", "127.0.0.1"));
  }

  @AfterEach
  void stop() {
    spark.stop();
    System.clearProperty("spark.testing");
    System.clearProperty("spark.test.home");
  }

  @Test
  void tellsThatItWaitsAndEndsWithASentenceWhereNoWorkerHasAGpu() throws IOException {
    // What Spark's worker takes for a Spark.
    Files.createDirectories(folder.resolve("spark/jars"));
    Files.createDirectories(folder.resolve("spark/launcher/target/scala-2.12"));
    System.setProperty("spark.testing", "true");
    System.setProperty("spark.test.home", folder.resolve("spark").toString());
    SparkConf conf = new SparkConf().setMaster("local-cluster[1,1,1024]");
    TrainingCluster.ask(conf, TrainingDevice.Kind.GPU);
    start(conf);
    List<String> told = new CopyOnWriteArrayList<>();
    ExecutorWait wait =
        new ExecutorWait(
            spark.sc(),
            TrainingCluster.waitsFor(spark.getConf()),
            Duration.ofSeconds(4),
            Duration.ofSeconds(1),
            told::add);
    assertThatThrownBy(() -> wait.run(() -> spark.parallelize(List.of(1), 1).first()))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("The training has waited for 4 s (training.wait-for-device)")
        .hasMessageContaining("no worker declares one");
    assertThat(told).hasSize(1);
    assertThat(told.get(0))
        .startsWith("still waiting after ")
        .contains("an executor with a GPU from local-cluster");
    ExecutorWait givenUp =
        new ExecutorWait(spark.sc(), "an executor", Duration.ofMinutes(1), told::add);
    assertThatThrownBy(
            () ->
                givenUp.run(
                    () -> {
                      throw new IllegalStateException("Stopped.\nIt was created at: here");
                    }))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith(
            "The cluster at local-cluster[1,1,1024] gave no executor (Stopped): check that");
  }

  @Test
  void saysNothingWhileTheTaskRunsHoweverLong() throws Exception {
    start(new SparkConf().setMaster("local[1]"));
    // The first job of a JVM takes long to start.
    spark.parallelize(List.of(1), 1).count();
    List<String> told = new CopyOnWriteArrayList<>();
    ExecutorWait wait =
        new ExecutorWait(
            spark.sc(), "nothing", Duration.ofSeconds(6), Duration.ofSeconds(5), told::add);
    Integer answer =
        wait.run(
            () ->
                spark
                    .parallelize(List.of(1), 1)
                    .map(
                        one -> {
                          Thread.sleep(8000);
                          return one;
                        })
                    .first());
    assertThat(answer).isEqualTo(1);
    assertThat(told).isEmpty();
  }
}
