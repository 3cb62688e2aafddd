package org.pose2gloss.jobs;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.apache.iceberg.SerializableTable;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import org.pose2gloss.command.StepContext;
import org.pose2gloss.command.UserException;
import org.pose2gloss.tables.Tables;

/**
 * Trains the classifier in one Spark task, wherever the cluster puts it, and registers the model.
 *
 * <p>The task streams its examples from the table itself and reports to the tracking server itself:
 * nothing of the data passes through the driver, and of what is recorded only what the server has
 * not taken by the end.
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
   * @param model folder of the exported model, as the machine that trained sees it
   * @param device cpu or gpu
   * @param host machine that trained
   * @param cudaVisibleDevices the GPUs that its process was told to use; -1: none, empty: all
   * @param modelVersion version in the registry, 0 = not registered because no tracking server is
   *     configured, or not yet because it is away
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
      String device,
      String host,
      String cudaVisibleDevices,
      int modelVersion) {}

  private final SparkSession spark;
  private final StepContext context;
  private final TrainTask.Options options;
  private final TrainingDevice.Kind device;
  private final Provenance provenance;

  TrainJob(
      SparkSession spark,
      StepContext context,
      TrainTask.Options options,
      TrainingDevice.Kind device,
      Provenance provenance) {
    this.spark = spark;
    this.context = context;
    this.options = options;
    this.device = device;
    this.provenance = provenance;
  }

  /**
   * Trains.
   *
   * @throws UserException if there are no examples, or no executor comes in time
   */
  Result run() throws Exception {
    TrainTask.Outcome outcome = outcome(glosses());
    context.run().ifPresent(run -> run.adopt(outcome.undelivered()));
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
        outcome.device().kind().name().toLowerCase(Locale.ROOT),
        outcome.device().host(),
        outcome.device().visible(),
        version);
  }

  private TrainTask.Outcome outcome(List<String> glosses) throws Exception {
    JavaSparkContext java = JavaSparkContext.fromSparkContext(spark.sparkContext());
    TrainTask task =
        new TrainTask(
            SerializableTable.copyOf(context.warehouse().existing(Tables.EXAMPLES)),
            glosses,
            options,
            TrainingCluster.wish(java, device),
            new SerializableConfiguration(
                context
                    .warehouse()
                    .options()
                    .configuration(spark.sparkContext().hadoopConfiguration())),
            RunLink.of(context),
            provenance);
    ExecutorWait wait =
        new ExecutorWait(
            spark.sparkContext(),
            TrainingCluster.waitsFor(spark.sparkContext().getConf()),
            context.settings().duration("training.wait-for-device"),
            TrainJob::tell);
    boolean noneAsked =
        !java.isLocal()
            && device == TrainingDevice.Kind.AUTO
            && !TrainingCluster.asksForGpu(java.getConf());
    if (noneAsked) {
      tell(TrainingDevice.NONE_GIVEN);
    }
    TrainTask.Outcome outcome =
        wait.run(() -> java.parallelize(List.of(task), 1).map(TrainTask::run).first());
    // What the task said is in the executor's log.
    if (!java.isLocal() && !noneAsked && outcome.device() != null) {
      tell(outcome.device().notice());
    }
    return outcome;
  }

  private static void tell(String sentence) {
    if (!sentence.isEmpty()) {
      System.err.println("train: " + sentence);
    }
  }

  private List<String> glosses() {
    List<String> glosses =
        new PreparationTables(context.warehouse(), options.preparation(), context.note()).glosses();
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

  /** The version's number; 0 while there is none, for want of a server or of its answer. */
  private int register(TrainTask.Outcome outcome) {
    if (context.run().isEmpty()) {
      return 0;
    }
    Map<String, String> tags = new TreeMap<>(provenance.tags());
    tags.put("preparation", options.preparation());
    tags.put("validation_accuracy", String.format(Locale.ROOT, "%.4f", outcome.validationTop1()));
    OptionalInt version =
        context
            .run()
            .get()
            .register(
                context.settings().text("model.name"),
                ModelArtifact.FOLDER,
                tags,
                "Trained by pose2gloss on the preparation '" + options.preparation() + "'.",
                context.settings().text("model.candidate-alias"));
    if (version.isEmpty()) {
      tell(
          "the tracking server is away: the model is registered when it has everything"
              + " ('pose2gloss tracking flush').");
    }
    return version.orElse(0);
  }
}
