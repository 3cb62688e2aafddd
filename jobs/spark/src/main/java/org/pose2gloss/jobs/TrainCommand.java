package org.pose2gloss.jobs;

import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.SparkSession;
import org.pose2gloss.classifier.network.Precision;
import org.pose2gloss.classifier.training.Schedule;
import org.pose2gloss.classifier.training.TrainingOptions;
import org.pose2gloss.command.Settings;
import org.pose2gloss.command.StepCommand;
import org.pose2gloss.command.StepContext;
import org.pose2gloss.tables.SnapshotInfo;
import org.pose2gloss.tables.StoreCheck;
import org.pose2gloss.tables.Tables;
import picocli.CommandLine.Command;

/** {@code train}: table examples to a registered model. */
@Command(
    name = "train",
    description = "Trains the classifier on the table examples and registers the model.",
    footer = {
      "",
      "Examples:",
      "  pose2gloss train --conf conf/demo.conf",
      "  pose2gloss train --set training.epochs=50 --set training.batch-size=64",
      "  pose2gloss train --set training.device=gpu --set spark.master=spark://host:7077"
    })
final class TrainCommand extends StepCommand<TrainJob.Result> {
  private static final String[] SECTIONS = {"network", "training", "preparation", "model"};

  @Override
  protected TrainJob.Result run(StepContext context) throws Exception {
    Settings settings = context.settings();
    context.parameters(SECTIONS);
    StepContext.check(settings, "training.directory", StoreCheck.Use.WRITE);
    SnapshotInfo examples =
        context.readsSplits(
            Tables.EXAMPLES, List.of(SplitPlan.TRAIN, SplitPlan.VALIDATION), /* version= */ "");
    TrainingDevice.Kind device =
        TrainingDevice.Kind.valueOf(settings.text("training.device").toUpperCase(Locale.ROOT));
    try (SparkSession spark =
        SparkSessions.start("train", context, conf -> TrainingCluster.ask(conf, device))) {
      Provenance provenance = Provenance.of(context, examples, SECTIONS);
      return new TrainJob(spark, context, options(settings), device, provenance).run();
    }
  }

  private static TrainTask.Options options(Settings settings) {
    return new TrainTask.Options(
        settings.text("preparation.name"),
        settings.integer("preparation.max-frames"),
        NetworkChoice.of(settings),
        training(settings),
        settings.text("training.directory"));
  }

  private static TrainingOptions training(Settings settings) {
    return TrainingOptions.builder()
        .batchSize(settings.integer("training.batch-size"))
        .epochs(settings.integer("training.epochs"))
        .schedule(
            Schedule.Kind.valueOf(settings.text("training.schedule").toUpperCase(Locale.ROOT)))
        .learningRate((float) settings.number("training.learning-rate"))
        .warmUpSteps(settings.integer("training.warm-up-steps"))
        .minimumLearningRate((float) settings.number("training.minimum-learning-rate"))
        .plateauPatience(settings.integer("training.plateau-patience"))
        .plateauFactor((float) settings.number("training.plateau-factor"))
        .weightDecay((float) settings.number("training.weight-decay"))
        .labelSmoothing((float) settings.number("training.label-smoothing"))
        .clipNorm((float) settings.number("training.clip-norm"))
        .headDropoutFromEpoch(settings.integer("training.head-dropout-from-epoch"))
        .averageDecay((float) settings.number("training.ema-decay"))
        .keepCheckpoints(settings.integer("training.keep-checkpoints"))
        .checkpointEverySteps(settings.integer("training.checkpoint-every-steps"))
        .resume(settings.flag("training.resume"))
        .initialModel(settings.text("training.initial-model"))
        .earlyStoppingPatience(settings.integer("training.early-stopping-patience"))
        .shuffleBatches(settings.integer("training.shuffle-batches"))
        .prefetchBatches(settings.integer("training.prefetch-batches"))
        .reportSteps(settings.integer("training.report-every-steps"))
        .seed(settings.longInteger("training.seed"))
        .threads(settings.integer("training.threads"))
        .precision(Precision.valueOf(settings.text("training.precision").toUpperCase(Locale.ROOT)))
        .build();
  }
}
