package org.pose2gloss.jobs;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.pose2gloss.command.Secrets;
import org.pose2gloss.command.Settings;
import org.pose2gloss.command.StepContext;
import org.pose2gloss.command.UserException;
import org.pose2gloss.tables.CatalogOptions;
import org.pose2gloss.tables.Reasons;

/** Starts Spark as spark-submit or, where that did not, the configuration says. */
final class SparkSessions {
  private SparkSessions() {}

  /**
   * A session that knows the catalog of the tables.
   *
   * @param step name of the command, shown in Spark's UI
   */
  static SparkSession start(String step, StepContext context) {
    return start(step, context, Map.of());
  }

  /**
   * The same with Spark properties that this step does better with, unless they are set.
   *
   * @param defaults names and values
   */
  static SparkSession start(String step, StepContext context, Map<String, String> defaults) {
    SparkSession spark = start(step, context, conf -> defaults.forEach(conf::setIfMissing));
    try {
      awaitExecutor(step, spark, context.settings().duration("spark.wait-for-executor"));
    } catch (RuntimeException e) {
      spark.close();
      throw e;
    }
    return spark;
  }

  /**
   * The same with Spark properties that depend on others; it does not wait for a first executor.
   *
   * @param further changes the properties when all that the user has set is in them
   */
  static SparkSession start(String step, StepContext context, Consumer<SparkConf> further) {
    Settings settings = context.settings();
    SparkConf conf = new SparkConf();
    settings.entries("spark.conf").forEach(conf::setIfMissing);
    conf.setIfMissing("spark.master", settings.text("spark.master"));
    further.accept(conf);
    if (conf.get("spark.master").startsWith("local")) {
      conf.setIfMissing("spark.ui.enabled", "false");
      // Spark's 200 are meant for a cluster: here each costs more to start than it does.
      conf.setIfMissing(
          "spark.sql.shuffle.partitions",
          Integer.toString(Runtime.getRuntime().availableProcessors()));
      conf.setIfMissing("spark.driver.host", "127.0.0.1");
      conf.setIfMissing("spark.driver.bindAddress", "127.0.0.1");
    }
    // Spark's default leaves out what a REST catalog calls its credential.
    conf.setIfMissing("spark.redaction.regex", Secrets.NAMES);
    conf.setAppName("pose2gloss " + step);
    conf.set("spark.sql.session.timeZone", "UTC");
    CatalogOptions catalog = context.warehouse().options();
    ClusterCheck.check(step, conf, settings, catalog);
    catalog.sparkConfiguration(new Configuration()).forEach(conf::set);
    SparkSession spark = started(conf);
    spark.sparkContext().setJobDescription("pose2gloss " + step);
    return spark;
  }

  private static SparkSession started(SparkConf conf) {
    try {
      return SparkSession.builder().config(conf).getOrCreate();
    } catch (Exception e) {
      if (!ClusterCheck.isCluster(conf.get("spark.master"))) {
        throw e;
      }
      // Spark says why in its log, and throws what it stumbles over afterwards.
      throw new UserException(
          String.format(
              "Spark could not be started at %s (%s): check that address (spark.master), and that"
                  + " the cluster runs Spark %s as this program does.",
              conf.get("spark.master"),
              reason(e),
              org.apache.spark.package$.MODULE$.SPARK_VERSION()),
          e);
    }
  }

  /** A cluster that can never give an executor lets programs wait for ever. */
  private static void awaitExecutor(String step, SparkSession spark, Duration limit) {
    JavaSparkContext java = JavaSparkContext.fromSparkContext(spark.sparkContext());
    if (java.isLocal()) {
      return;
    }
    try {
      ExecutorWait.ofStep(
              spark.sparkContext(),
              TrainingCluster.waitsFor(java.getConf()),
              limit,
              sentence -> System.err.println(step + ": " + sentence))
          .run(() -> java.parallelize(List.of(1), 1).count());
    } catch (UserException e) {
      throw e;
    } catch (Exception e) {
      throw new UserException(
          String.format(
              "The cluster at %s runs no task (%s): look into the logs of its executors.",
              java.master(), reason(e)),
          e);
    }
    spark.sparkContext().setJobDescription("pose2gloss " + step);
  }

  /** Without the stacks of calls that Spark appends to some messages. */
  static String reason(Exception e) {
    return Reasons.firstLine(e).replaceAll("\\.$", "");
  }
}
