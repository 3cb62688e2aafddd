package org.pose2gloss.pipelines.pipeline;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.launcher.JavaModuleOptions;
import org.pose2gloss.command.Settings;

/**
 * A step as spark-submit takes it.
 *
 * @param name of the application
 * @param application the jar
 * @param mainClass class to start
 * @param arguments of it
 * @param conf Spark properties
 * @param deployMode client or cluster
 */
public record Submission(
    String name,
    String application,
    String mainClass,
    List<String> arguments,
    Map<String, String> conf,
    String deployMode) {
  private static final String WAIT = "spark.standalone.submit.waitAppCompletion";
  private static final String DRIVER_OPTIONS = "spark.driver.extraJavaOptions";

  /** Copies the collections. */
  public Submission {
    arguments = List.copyOf(arguments);
    conf = Map.copyOf(conf);
  }

  /**
   * Of a step.
   *
   * @param words what its command is told
   */
  static Submission of(PipelineOptions options, Step step, List<String> words) {
    Settings settings = options.with(step.assignments()).load();
    List<String> arguments = new ArrayList<>(List.of(step.kind().command()));
    arguments.addAll(words);
    Map<String, String> conf = settings.entries("spark.conf");
    return new Submission(
        "pose2gloss " + step.name(),
        settings.requiredText(
            switch (step.kind().program()) {
              case JOBS -> "pipeline.spark.jobs-jar";
              case PIPELINES -> "pipeline.spark.pipelines-jar";
            }),
        step.kind().program().mainClass(),
        arguments,
        driverOnWorker(settings) ? withDriverOnWorker(conf) : conf,
        settings.text("pipeline.spark.deploy-mode"));
  }

  /** Whether a worker of Spark's own cluster starts the driver. */
  static boolean driverOnWorker(Settings settings) {
    return settings.text("pipeline.spark.deploy-mode").equals("cluster")
        && settings.text("spark.master").startsWith("spark://");
  }

  /**
   * Properties for a driver that a worker of Spark's own cluster starts: spark-submit is to wait
   * for its end, and the driver has to be told what Spark needs of Java's modules, which only
   * drivers beside spark-submit are given.
   */
  static Map<String, String> withDriverOnWorker(Map<String, String> conf) {
    Map<String, String> all = new LinkedHashMap<>(conf);
    all.putIfAbsent(WAIT, "true");
    all.merge(
        DRIVER_OPTIONS,
        JavaModuleOptions.defaultModuleOptions(),
        (own, modules) -> modules + " " + own);
    return all;
  }
}
