package org.pose2gloss.pipelines.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
    return new Submission(
        "pose2gloss " + step.name(),
        settings.requiredText(
            switch (step.kind().program()) {
              case JOBS -> "pipeline.spark.jobs-jar";
              case PIPELINES -> "pipeline.spark.pipelines-jar";
            }),
        step.kind().program().mainClass(),
        arguments,
        settings.entries("spark.conf"),
        settings.text("pipeline.spark.deploy-mode"));
  }
}
