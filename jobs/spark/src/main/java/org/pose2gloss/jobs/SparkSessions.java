package org.pose2gloss.jobs;

import java.util.Map;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import org.pose2gloss.command.Secrets;
import org.pose2gloss.command.Settings;
import org.pose2gloss.command.StepContext;

/** Starts Spark as spark-submit or, where that did not, the configuration says. */
final class SparkSessions {
  private SparkSessions() {}

  /**
   * A session that knows the catalog of the tables.
   *
   * @param step name of the command, shown in Spark's UI
   */
  static SparkSession start(String step, StepContext context) {
    return start(step, context, conf -> {});
  }

  /**
   * The same with Spark properties that this step does better with, unless they are set.
   *
   * @param defaults names and values
   */
  static SparkSession start(String step, StepContext context, Map<String, String> defaults) {
    return start(step, context, conf -> defaults.forEach(conf::setIfMissing));
  }

  /**
   * The same with Spark properties that depend on others.
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
    context.warehouse().options().sparkConfiguration(new Configuration()).forEach(conf::set);
    SparkSession spark = SparkSession.builder().config(conf).getOrCreate();
    spark.sparkContext().setJobDescription("pose2gloss " + step);
    return spark;
  }
}
