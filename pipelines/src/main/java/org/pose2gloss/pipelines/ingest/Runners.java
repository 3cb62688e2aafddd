package org.pose2gloss.pipelines.ingest;

import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.runners.direct.DirectRunner;
import org.apache.beam.runners.spark.SparkPipelineOptions;
import org.apache.beam.runners.spark.SparkRunner;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.pose2gloss.pipelines.ingest.source.IngestException;

/** The runners that a pipeline can be told to use by name. */
public final class Runners {
  private Runners() {}

  /**
   * Options of a runner.
   *
   * @param name {@code direct} (in this program) or {@code spark}
   * @param parallelism threads of the direct runner; of no meaning to Spark
   * @param sparkMaster Spark's master, such as {@code local[*]}; of no meaning to the direct runner
   * @throws IngestException if there is no runner of that name
   */
  public static PipelineOptions named(String name, int parallelism, String sparkMaster) {
    switch (name) {
      case "direct" -> {
        DirectOptions options = PipelineOptionsFactory.as(DirectOptions.class);
        options.setRunner(DirectRunner.class);
        options.setTargetParallelism(parallelism);
        // Checks meant for tests of transforms: they would copy and compare every element.
        options.setEnforceImmutability(false);
        options.setEnforceEncodability(false);
        return options;
      }
      case "spark" -> {
        SparkPipelineOptions options = PipelineOptionsFactory.as(SparkPipelineOptions.class);
        options.setRunner(SparkRunner.class);
        options.setSparkMaster(sparkMaster);
        return options;
      }
      default ->
          throw new IngestException(
              String.format("There is no runner '%s': use direct or spark.", name));
    }
  }
}
