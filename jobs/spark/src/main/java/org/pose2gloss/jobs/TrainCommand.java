package org.pose2gloss.jobs;

import java.util.Locale;
import org.apache.spark.sql.SparkSession;
import org.pose2gloss.classifier.training.TrainingOptions;
import org.pose2gloss.command.Settings;
import org.pose2gloss.command.StepCommand;
import org.pose2gloss.command.StepContext;
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
  @Override
  protected TrainJob.Result run(StepContext context) throws Exception {
    Settings settings = context.settings();
    context.parameters("training", "preparation", "model");
    context.reads(Tables.EXAMPLES, "training");
    TrainingDevice.Kind device =
        TrainingDevice.Kind.valueOf(settings.text("training.device").toUpperCase(Locale.ROOT));
    try (SparkSession spark =
        SparkSessions.start("train", context, conf -> TrainingCluster.ask(conf, device))) {
      return new TrainJob(spark, context, options(settings), device).run();
    }
  }

  private static TrainTask.Options options(Settings settings) {
    return new TrainTask.Options(
        settings.text("preparation.name"),
        settings.integer("preparation.max-frames"),
        (float) settings.number("training.dropout"),
        (float) settings.number("training.head-dropout"),
        training(settings),
        settings.text("training.directory"));
  }

  private static TrainingOptions training(Settings settings) {
    return new TrainingOptions(
        settings.integer("training.batch-size"),
        settings.integer("training.epochs"),
        (float) settings.number("training.learning-rate"),
        settings.integer("training.warm-up-steps"),
        (float) settings.number("training.weight-decay"),
        (float) settings.number("training.label-smoothing"),
        (float) settings.number("training.clip-norm"),
        settings.integer("training.plateau-patience"),
        (float) settings.number("training.plateau-factor"),
        (float) settings.number("training.minimum-learning-rate"),
        settings.integer("training.early-stopping-patience"),
        settings.integer("training.shuffle-batches"),
        settings.longInteger("training.seed"),
        settings.integer("training.threads"));
  }
}
