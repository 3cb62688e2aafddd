package org.pose2gloss.jobs;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.SparkSession;
import org.pose2gloss.classifier.evaluation.Evaluation;
import org.pose2gloss.command.Settings;
import org.pose2gloss.command.StepCommand;
import org.pose2gloss.command.StepContext;
import org.pose2gloss.command.UserException;
import org.pose2gloss.tables.Tables;
import org.pose2gloss.tracking.ModelRegistry;
import org.pose2gloss.tracking.RegisteredVersion;
import org.pose2gloss.tracking.TrackedRun;
import picocli.CommandLine.Command;

/** {@code evaluate}: a registered version on every split. */
@Command(
    name = "evaluate",
    description =
        "Evaluates a registered version on every split: table examples -> metrics, report, predictions.",
    footer = {
      "",
      "Examples:",
      "  pose2gloss evaluate --conf conf/demo.conf",
      "  pose2gloss evaluate --set model.name=pose2gloss --set model.version=3"
    })
final class EvaluateCommand extends StepCommand<EvaluateCommand.Result> {
  /** The metric that decides about a version, also a tag of the version. */
  static final String TEST_ACCURACY = "test_accuracy";

  /**
   * What was found.
   *
   * @param model registered model
   * @param version its version
   * @param testAccuracy top-1 on the test split, 0..1
   * @param testTop5Accuracy top-5 on it
   * @param testLoss cross-entropy on it
   * @param testExamples its size
   * @param validationAccuracy top-1 on the validation split, NaN without one
   * @param trainAccuracy top-1 on the training split without copies
   */
  record Result(
      String model,
      int version,
      double testAccuracy,
      double testTop5Accuracy,
      double testLoss,
      long testExamples,
      double validationAccuracy,
      double trainAccuracy) {}

  @Override
  protected Result run(StepContext context) throws Exception {
    Settings settings = context.settings();
    context.parameters("model");
    context.reads(Tables.EXAMPLES, "test");
    ModelRegistry registry = ModelVersions.registry(context);
    RegisteredVersion version = ModelVersions.candidate(context);
    TrackedRun run = context.run().orElseThrow();
    Path folder = Files.createTempDirectory("pose2gloss-model-");
    try (SparkSession spark = SparkSessions.start("evaluate", context)) {
      Path model =
          registry
              .download(version, folder.resolve("version-" + version.version()))
              .resolve(TrainTask.SAVED_MODEL);
      EvaluateJob.Options options =
          new EvaluateJob.Options(settings.text("preparation.name"), model, run.id());
      Map<String, Evaluation> evaluations =
          new EvaluateJob(
                  spark,
                  context.warehouse(),
                  new Preparations(spark, context.warehouse(), context.note()),
                  options)
              .run();
      if (!evaluations.containsKey("test")) {
        throw new UserException(
            "The preparation '"
                + options.preparation()
                + "' has no test examples; check preparation.test-groups.");
      }
      record(run, evaluations);
      context.wrote(Tables.PREDICTIONS);
      Evaluation test = evaluations.get("test");
      registry.tag(
          version.model(), version.version(), TEST_ACCURACY, String.format("%.4f", test.top1()));
      return new Result(
          version.model(),
          version.version(),
          test.top1(),
          test.top5(),
          test.loss(),
          test.examples(),
          accuracy(evaluations, "validation"),
          accuracy(evaluations, "train"));
    } finally {
      FileUtils.deleteDirectory(folder.toFile());
    }
  }

  private static double accuracy(Map<String, Evaluation> evaluations, String split) {
    return evaluations.containsKey(split) ? evaluations.get(split).top1() : Double.NaN;
  }

  private static void record(TrackedRun run, Map<String, Evaluation> evaluations) throws Exception {
    Map<String, Double> metrics = new LinkedHashMap<>();
    Path folder = Files.createTempDirectory("pose2gloss-report-");
    try {
      for (Map.Entry<String, Evaluation> entry : evaluations.entrySet()) {
        String split = entry.getKey();
        Evaluation evaluation = entry.getValue();
        metrics.put(split + "_accuracy", evaluation.top1());
        metrics.put(split + "_top5_accuracy", evaluation.top5());
        metrics.put(split + "_loss", evaluation.loss());
        run.text(evaluation.toString(), "report/" + split + ".txt");
        run.artifact(ConfusionPicture.draw(evaluation, split, folder), "plots");
      }
    } finally {
      FileUtils.deleteDirectory(folder.toFile());
    }
    run.metrics(metrics, 0);
  }
}
