package org.pose2gloss.jobs;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.pose2gloss.command.Settings;
import org.pose2gloss.command.UserException;
import org.pose2gloss.tables.CatalogOptions;

/** What a cluster would find out late is refused at once, and nothing that could work. */
class ClusterCheckTest {
  private static final String FAR = "spark://far:7077";
  private static final String HERE = "spark://127.0.0.1:7077";

  private static void check(String step, String master, SparkConf conf, String... assignments) {
    Settings settings = Settings.load(List.of(), List.of(assignments));
    String warehouse = settings.text("catalog.warehouse");
    String type = warehouse.contains("://") && !warehouse.startsWith("file") ? "rest" : "hadoop";
    ClusterCheck.check(
        step,
        conf.set("spark.master", master),
        settings,
        new CatalogOptions("c", type, warehouse, "n", Map.of()).qualified(new Configuration()));
  }

  private static SparkConf conf() {
    return new SparkConf(false);
  }

  @Test
  void refusesFoldersOfOneMachineWhereTasksRunOnOthers() {
    assertThatThrownBy(() -> check("extract", FAR, conf()))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("catalog.warehouse = warehouse is a folder of one machine")
        .hasMessageContaining("s3a://BUCKET/warehouse");
    assertThatThrownBy(
            () -> check("train", FAR, conf(), "catalog.warehouse=s3a://bucket/warehouse"))
        .hasMessageStartingWith("training.directory = models is a folder of one machine");
    assertThatThrownBy(
            () -> check("train", HERE, conf(), "catalog.warehouse=s3a://bucket/warehouse"))
        .hasMessageStartingWith("training.directory = models");
  }

  @Test
  void takesFoldersThatAllMachinesShareOrThatAreAllOnThisOne() {
    assertThatCode(() -> check("train", "local[2]", conf())).doesNotThrowAnyException();
    assertThatCode(() -> check("train", HERE, conf())).doesNotThrowAnyException();
    assertThatCode(
            () ->
                check(
                    "train",
                    FAR,
                    conf(),
                    "catalog.warehouse=file:///shared/warehouse",
                    "training.directory=file:///shared/models"))
        .doesNotThrowAnyException();
    assertThatCode(
            () ->
                check(
                    "train",
                    "yarn",
                    conf().set("spark.executor.memoryOverhead", "2g"),
                    "catalog.warehouse=s3a://bucket/warehouse",
                    "training.directory=s3a://bucket/models"))
        .doesNotThrowAnyException();
    // What does not train makes no model.
    assertThatCode(() -> check("extract", FAR, conf(), "catalog.warehouse=s3a://bucket/warehouse"))
        .doesNotThrowAnyException();
  }

  @Test
  void refusesTooLittleMemoryForTheTasksOfAnExecutor() {
    String[] shared = {"catalog.warehouse=s3a://bucket/warehouse"};
    assertThatThrownBy(
            () -> check("split", FAR, conf().set("spark.executor.memory", "400m"), shared))
        .hasMessageContaining("An executor of 400 MiB")
        .hasMessageContaining("give it 450 MiB or more");
    assertThatThrownBy(() -> check("extract", FAR, conf().set("spark.executor.cores", "8"), shared))
        .hasMessageContaining("too small for 8 task(s)")
        .hasMessageContaining("2048 MiB");
    // The same executor with two cores a task runs four.
    assertThatCode(
            () ->
                check(
                    "extract",
                    FAR,
                    conf().set("spark.executor.cores", "8").set("spark.task.cpus", "2"),
                    shared))
        .doesNotThrowAnyException();
  }

  @Test
  void refusesContainersWithoutRoomForTheModels() {
    SparkConf four = conf().set("spark.executor.cores", "4").set("spark.executor.memory", "4g");
    assertThatThrownBy(
            () -> check("extract", "yarn", four, "catalog.warehouse=s3a://bucket/warehouse"))
        .hasMessageStartingWith("409 MiB beside the heap (spark.executor.memoryOverhead)")
        .hasMessageContaining("Set it to 600m or more.");
    // A training is one task on four cores too.
    assertThatCode(
            () ->
                check(
                    "train",
                    "yarn",
                    four.clone().set("spark.executor.memoryOverhead", "3g"),
                    "catalog.warehouse=s3a://bucket/warehouse",
                    "training.directory=s3a://bucket/models"))
        .doesNotThrowAnyException();
    // A standalone worker ends no process that takes more than it said.
    assertThatCode(() -> check("extract", FAR, four, "catalog.warehouse=s3a://bucket/warehouse"))
        .doesNotThrowAnyException();
  }
}
