package org.pose2gloss.jobs;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.resource.ResourceInformation;
import org.pose2gloss.command.UserException;

/**
 * What a training asks of a cluster: one executor, and on it a GPU where the configuration wants
 * one.
 *
 * <p>It asks by the properties of the application, as Spark's documentation has it. Profiles of
 * single stages (Spark's stage-level scheduling) would keep a GPU from stages that need none, but
 * this application has one stage of one task: its training.
 */
final class TrainingCluster {
  private static final String GPU = ".resource." + TrainingDevice.RESOURCE + ".";
  private static final String OF_EXECUTOR = "spark.executor" + GPU;
  private static final String OF_TASK = "spark.task" + GPU;
  private static final String AMOUNT = "amount";

  private TrainingCluster() {}

  /**
   * Puts it into the properties.
   *
   * @throws UserException if Spark is told to share one GPU among tasks or to give several
   */
  static void ask(SparkConf conf, TrainingDevice.Kind kind) {
    if (!ClusterCheck.isCluster(conf.get("spark.master"))) {
      // There Spark would wait for ever for a task's GPU: it gives them to executors only.
      remove(conf, OF_EXECUTOR, OF_TASK);
      return;
    }
    oneExecutor(conf);
    if (kind == TrainingDevice.Kind.CPU) {
      remove(conf, OF_EXECUTOR, OF_TASK);
    } else if (kind == TrainingDevice.Kind.GPU || conf.contains(OF_EXECUTOR + AMOUNT)) {
      conf.setIfMissing(OF_EXECUTOR + AMOUNT, "1");
      conf.setIfMissing(OF_TASK + AMOUNT, "1");
    }
    for (String amount : List.of(OF_EXECUTOR + AMOUNT, OF_TASK + AMOUNT)) {
      if (conf.contains(amount) && Double.parseDouble(conf.get(amount)) != 1) {
        throw new UserException(
            String.format(
                Locale.ROOT,
                "A training takes one GPU for itself: %s is 1, not %s.",
                amount,
                conf.get(amount)));
      }
    }
  }

  private static void remove(SparkConf conf, String... prefixes) {
    for (String prefix : prefixes) {
      Stream.of(conf.getAllWithPrefix(prefix)).forEach(entry -> conf.remove(prefix + entry._1()));
    }
  }

  /** More would hold GPUs that nobody uses. */
  private static void oneExecutor(SparkConf conf) {
    conf.set("spark.executor.instances", "1");
    if (conf.get("spark.master").startsWith("spark:")) {
      // A standalone cluster gives an executor on every worker unless their number may change.
      conf.setIfMissing("spark.dynamicAllocation.enabled", "true");
      conf.setIfMissing("spark.dynamicAllocation.shuffleTracking.enabled", "true");
      conf.setIfMissing("spark.dynamicAllocation.minExecutors", "1");
      conf.setIfMissing("spark.dynamicAllocation.maxExecutors", "1");
    }
  }

  /** Whether Spark is asked for a GPU. */
  static boolean asksForGpu(SparkConf conf) {
    return conf.contains(OF_EXECUTOR + AMOUNT);
  }

  /** What the application waits for until its executor comes, and where that may be wanting. */
  static String waitsFor(SparkConf conf) {
    String cluster = conf.get("spark.master");
    return asksForGpu(conf)
        ? "an executor with a GPU from "
            + cluster
            + ": others hold every GPU, or no worker declares one"
            + " (spark.worker.resource.gpu.amount and .discoveryScript on a standalone cluster,"
            + " spark.executor.resource.gpu.discoveryScript elsewhere), or memory and cores do not"
            + " suffice beside it"
        : "an executor from "
            + cluster
            + String.format(
                ": others hold every core, or no worker has %s (spark.executor.memory) and %s"
                    + " core(s) (spark.executor.cores) to give",
                conf.get("spark.executor.memory", "1g"), conf.get("spark.executor.cores", "1"));
  }

  /** What goes with the task. */
  static TrainingDevice.Wish wish(JavaSparkContext spark, TrainingDevice.Kind kind) {
    ResourceInformation gpus = spark.resources().get(TrainingDevice.RESOURCE);
    return new TrainingDevice.Wish(
        kind, spark.isLocal(), gpus == null ? List.of() : List.of(gpus.addresses()));
  }
}
