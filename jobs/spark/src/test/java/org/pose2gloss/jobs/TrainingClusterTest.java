package org.pose2gloss.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.pose2gloss.command.UserException;
import org.pose2gloss.jobs.TrainingDevice.Kind;

/** Which of Spark's properties a training sets; their names are those of Spark's documentation. */
class TrainingClusterTest {
  private static final String EXECUTOR = "spark.executor.resource.gpu.amount";
  private static final String TASK = "spark.task.resource.gpu.amount";
  private static final String SCRIPT = "spark.executor.resource.gpu.discoveryScript";

  private static SparkConf conf(String master) {
    return new SparkConf(false).set("spark.master", master);
  }

  @Test
  void gpuAsksForOneGpuForItsOneTask() {
    SparkConf conf = conf("yarn");
    TrainingCluster.ask(conf, Kind.GPU);
    assertThat(conf.get(EXECUTOR)).isEqualTo("1");
    assertThat(conf.get(TASK)).isEqualTo("1");
    assertThat(conf.get("spark.executor.instances")).isEqualTo("1");
    assertThat(conf.contains("spark.dynamicAllocation.enabled")).isFalse();
  }

  @Test
  void autoAsksForWhatSparkWasToldToAskFor() {
    SparkConf without = conf("spark://host:7077");
    TrainingCluster.ask(without, Kind.AUTO);
    assertThat(without.contains(EXECUTOR)).isFalse();
    assertThat(without.contains(TASK)).isFalse();
    SparkConf with = conf("spark://host:7077").set(EXECUTOR, "1");
    TrainingCluster.ask(with, Kind.AUTO);
    assertThat(with.get(TASK)).isEqualTo("1");
  }

  @Test
  void cpuHoldsNoGpuThatTheClustersDefaultsAskFor() {
    SparkConf conf = conf("spark://host:7077").set(EXECUTOR, "1").set(TASK, "1").set(SCRIPT, "x");
    TrainingCluster.ask(conf, Kind.CPU);
    assertThat(conf.contains(EXECUTOR)).isFalse();
    assertThat(conf.contains(TASK)).isFalse();
    assertThat(conf.contains(SCRIPT)).isFalse();
  }

  @Test
  void aStandaloneClusterIsAskedForOneExecutorAndNotOneAWorker() {
    SparkConf conf = conf("spark://host:7077");
    TrainingCluster.ask(conf, Kind.GPU);
    assertThat(conf.get("spark.dynamicAllocation.enabled")).isEqualTo("true");
    assertThat(conf.get("spark.dynamicAllocation.maxExecutors")).isEqualTo("1");
  }

  @Test
  void onOneMachineNothingIsAskedOfSparkWhichWouldWaitForEver() {
    SparkConf conf = conf("local[2]").set(EXECUTOR, "1").set(TASK, "1");
    TrainingCluster.ask(conf, Kind.GPU);
    assertThat(conf.contains(EXECUTOR)).isFalse();
    assertThat(conf.contains(TASK)).isFalse();
  }

  @Test
  void sharesOfAGpuAndSeveralGpusAreRefused() {
    SparkConf half = conf("yarn").set(TASK, "0.5");
    assertThatThrownBy(() -> TrainingCluster.ask(half, Kind.GPU))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(TASK + " is 1, not 0.5");
    SparkConf four = conf("yarn").set(EXECUTOR, "4");
    assertThatThrownBy(() -> TrainingCluster.ask(four, Kind.AUTO))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(EXECUTOR + " is 1, not 4");
  }
}
