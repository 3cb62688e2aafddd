package org.pose2gloss.jobs;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.SerializableTable;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.pose2gloss.command.StepContext;
import org.pose2gloss.command.UserException;
import org.pose2gloss.tables.Tables;
import org.pose2gloss.tracking.ModelRegistry;
import org.pose2gloss.tracking.TrackedRun;

/**
 * Trains the classifier in one Spark task, wherever the cluster puts it, and registers the model.
 *
 * <p>The task streams its examples from the table itself and reports to the tracking server itself:
 * nothing of the data passes through the driver.
 */
final class TrainJob {
  /**
   * What was done.
   *
   * @param epochs epochs run
   * @param bestEpoch epoch whose weights were kept
   * @param validationAccuracy top-1 of that epoch, 0..1; the others likewise
   * @param parameters numbers in the network
   * @param seconds from start to exported model
   * @param model folder of the exported model on the machine that trained
   * @param modelVersion version in the registry, 0 = not registered because no tracking server is
   *     configured
   */
  record Result(
      int epochs,
      int bestEpoch,
      double validationAccuracy,
      double validationTop5Accuracy,
      double validationLoss,
      double trainAccuracy,
      long parameters,
      double seconds,
      String model,
      int modelVersion) {}

  private final SparkSession spark;
  private final StepContext context;
  private final TrainTask.Options options;

  TrainJob(SparkSession spark, StepContext context, TrainTask.Options options) {
    this.spark = spark;
    this.context = context;
    this.options = options;
  }

  /**
   * Trains.
   *
   * @throws UserException if there are no examples
   */
  Result run() throws Exception {
    List<String> glosses = glosses();
    TrainTask task =
        new TrainTask(
            SerializableTable.copyOf(context.warehouse().existing(Tables.EXAMPLES)),
            glosses,
            options,
            context.tracking().map(server -> server.server().toString()).orElse(""),
            context.run().map(TrackedRun::id).orElse(""));
    TrainTask.Outcome outcome;
    try (JavaSparkContext java = new JavaSparkContext(spark.sparkContext())) {
      outcome = java.parallelize(List.of(task), 1).map(TrainTask::run).first();
    }
    if (!outcome.failure().isEmpty()) {
      throw new UserException(outcome.failure());
    }
    int version = register(outcome);
    return new Result(
        outcome.epochs(),
        outcome.bestEpoch(),
        outcome.validationTop1(),
        outcome.validationTop5(),
        outcome.validationLoss(),
        outcome.trainTop1(),
        outcome.parameters(),
        outcome.seconds(),
        outcome.model(),
        version);
  }

  private List<String> glosses() {
    List<String> glosses =
        new Preparations(spark, context.warehouse(), context.note())
                .of(Tables.LABELS, options.preparation())
                .orderBy("label")
                .select("gloss")
                .collectAsList()
                .stream()
                .map((Row row) -> row.getString(0))
                .toList();
    if (glosses.size() < 2) {
      throw new UserException(
          "The preparation '"
              + options.preparation()
              + "' has "
              + glosses.size()
              + " gloss; a classifier needs two or more.");
    }
    return glosses;
  }

  private int register(TrainTask.Outcome outcome) {
    if (context.tracking().isEmpty()) {
      return 0;
    }
    ModelRegistry registry = context.tracking().get().registry();
    String model = context.settings().text("model.name");
    int version =
        registry.register(
            model,
            context.run().orElseThrow().id(),
            TrainTask.MODEL,
            Map.of(
                "preparation", options.preparation(),
                "validation_accuracy", String.format("%.4f", outcome.validationTop1())),
            "Trained by pose2gloss on the preparation '" + options.preparation() + "'.");
    registry.alias(model, context.settings().text("model.candidate-alias"), version);
    return version;
  }

  /** Folder for what one training leaves on the machine that trains. */
  static Path folder(String directory, String runId) {
    return Path.of(directory).resolve(runId).toAbsolutePath();
  }
}
