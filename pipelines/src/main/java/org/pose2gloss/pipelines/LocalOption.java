package org.pose2gloss.pipelines;

import java.util.List;
import org.pose2gloss.pipelines.pipeline.PipelineOptions;
import picocli.CommandLine.Option;

/** {@code --local} of the commands about what a pipeline starts. */
final class LocalOption {
  private static final List<String> HERE =
      List.of("pipeline.start=process", "spark.master=local[*]");

  @Option(
      names = "--local",
      description =
          "Steps run on this machine, each in a process with Spark in it, whatever the configuration says"
              + " (pipeline.start=process, spark.master=local[*]).")
  private boolean local;

  /** What was given, made local if that was asked for. */
  PipelineOptions on(PipelineOptions given) {
    return local ? given.with(HERE) : given;
  }
}
