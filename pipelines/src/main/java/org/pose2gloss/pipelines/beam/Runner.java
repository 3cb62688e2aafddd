package org.pose2gloss.pipelines.beam;

import java.util.Map;
import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.runners.direct.DirectRunner;
import org.apache.beam.runners.spark.SparkContextOptions;
import org.apache.beam.runners.spark.SparkRunner;
import org.apache.beam.runners.spark.coders.SparkRunnerKryoRegistrator;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.serializer.KryoSerializer;
import org.pose2gloss.command.Settings;

/** Where pipelines run. */
public final class Runner implements AutoCloseable {
  private final PipelineOptions options;
  private final Runnable onClose;

  private Runner(PipelineOptions options, Runnable onClose) {
    this.options = options;
    this.onClose = onClose;
  }

  /**
   * The runner that the configuration names: Spark, or this program with all cores.
   *
   * @param step name of the command and of its section, shown in Spark's UI
   */
  public static Runner of(Settings settings, String step) {
    return settings.text(step + ".runner").equals("spark")
        ? spark(step, settings.text("spark.master"), settings.entries("spark.conf"))
        : direct(Runtime.getRuntime().availableProcessors());
  }

  /** This program, with a number of threads. */
  public static Runner direct(int parallelism) {
    DirectOptions options = PipelineOptionsFactory.as(DirectOptions.class);
    options.setRunner(DirectRunner.class);
    options.setTargetParallelism(parallelism);
    options.setBlockOnRun(false);
    // Checks meant for tests of transforms: they would copy and compare every element.
    options.setEnforceImmutability(false);
    options.setEnforceEncodability(false);
    return new Runner(options, () -> {});
  }

  /**
   * Spark, as spark-submit says or, where that did not, as is said here.
   *
   * @param step name of the command, shown in Spark's UI
   * @param master Spark's master, such as {@code local[*]}
   * @param properties Spark properties, as in spark-defaults.conf
   */
  public static Runner spark(String step, String master, Map<String, String> properties) {
    SparkConf conf = new SparkConf();
    properties.forEach(conf::setIfMissing);
    conf.setIfMissing("spark.master", master);
    if (conf.get("spark.master").startsWith("local")) {
      conf.setIfMissing("spark.ui.enabled", "false");
      conf.setIfMissing("spark.driver.host", "127.0.0.1");
      conf.setIfMissing("spark.driver.bindAddress", "127.0.0.1");
    }
    conf.setIfMissing("spark.app.name", "pose2gloss " + step);
    // As Beam sets up a context of its own.
    conf.set("spark.serializer", KryoSerializer.class.getName());
    conf.set("spark.kryo.registrator", SparkRunnerKryoRegistrator.class.getName());
    JavaSparkContext context = new JavaSparkContext(conf);
    // Beam's thread, which is yet to start, takes it over.
    context.setLocalProperty("spark.job.description", "pose2gloss " + step);
    SparkContextOptions options = PipelineOptionsFactory.as(SparkContextOptions.class);
    options.setRunner(SparkRunner.class);
    options.setUsesProvidedSparkContext(true);
    options.setProvidedSparkContext(context);
    return new Runner(options, context::close);
  }

  /** What Beam has to be told. */
  public PipelineOptions options() {
    return options;
  }

  @Override
  public void close() {
    onClose.run();
  }
}
