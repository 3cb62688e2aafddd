package org.pose2gloss.jobs;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.SparkSession;
import org.pose2gloss.classifier.evaluation.Bootstrap;
import org.pose2gloss.classifier.evaluation.Evaluation;
import org.pose2gloss.command.Settings;
import org.pose2gloss.command.StepCommand;
import org.pose2gloss.command.StepContext;
import org.pose2gloss.command.UserException;
import org.pose2gloss.jobs.evaluation.EvaluationReport;
import org.pose2gloss.jobs.evaluation.Judged;
import org.pose2gloss.jobs.evaluation.SplitEvaluation;
import org.pose2gloss.tables.SnapshotInfo;
import org.pose2gloss.tables.Tables;
import org.pose2gloss.tracking.RegisteredVersion;
import org.pose2gloss.tracking.TrackedRun;
import picocli.CommandLine.Command;

/** {@code evaluate}: a registered version, or a run's model, on every split. */
@Command(
    name = "evaluate",
    description =
        "Evaluates a model on every split: table examples -> metrics, report, table predictions.",
    footer = {
      "",
      "Examples:",
      "  pose2gloss evaluate --conf conf/demo.conf",
      "  pose2gloss evaluate --set model.name=pose2gloss --set model.version=3",
      "  pose2gloss evaluate --set evaluate.alias=production",
      "  pose2gloss evaluate --set evaluate.run=0123456789abcdef0123456789abcdef"
    })
final class EvaluateCommand extends StepCommand<EvaluateCommand.Result> {
  /**
   * What was found.
   *
   * @param model registered model, empty if a run was named
   * @param version its version, 0 if a run was named
   * @param evaluatedRun run that made the model
   * @param examplesSnapshot version of the table examples
   * @param testExamples size of the test split
   * @param testAccuracy top-1 on it, 0..1
   * @param testAccuracyLower where its confidence interval begins
   * @param testAccuracyUpper where it ends
   * @param testTop5Accuracy top-5
   * @param testLoss cross-entropy
   * @param testMacroF1 F1, mean over glosses
   * @param testExpectedCalibrationError distance of confidence and accuracy
   * @param validationAccuracy top-1 on the validation split, NaN without one
   * @param trainAccuracy top-1 on the training split without copies
   */
  record Result(
      String model,
      int version,
      String evaluatedRun,
      String examplesSnapshot,
      long testExamples,
      double testAccuracy,
      double testAccuracyLower,
      double testAccuracyUpper,
      double testTop5Accuracy,
      double testLoss,
      double testMacroF1,
      double testExpectedCalibrationError,
      double validationAccuracy,
      double trainAccuracy) {}

  @Override
  protected Result run(StepContext context) throws Exception {
    context.parameters("evaluate", "model");
    Path folder = Files.createTempDirectory("pose2gloss-model-");
    try {
      EvaluatedModel model = EvaluatedModel.fetch(context, folder);
      return evaluate(model, context);
    } finally {
      FileUtils.deleteDirectory(folder.toFile());
    }
  }

  private static Result evaluate(EvaluatedModel model, StepContext context) throws Exception {
    Settings settings = context.settings();
    TrackedRun run = context.run().orElseThrow();
    SnapshotInfo examples =
        context.readsSplits(
            Tables.EXAMPLES, SplitPlan.SPLITS, settings.text("evaluate.examples-version"));
    String preparation = settings.text("preparation.name");
    Map<String, String> tags = describing(model, preparation, examples);
    run.tags(tags);
    try (SparkSession spark = SparkSessions.start("evaluate", context)) {
      List<Judged> judged =
          new EvaluateJob(
                  spark,
                  context.warehouse(),
                  new EvaluateJob.Options(
                      preparation, examples, model.savedModel(), model.glosses(), run.id()))
              .run(context.note());
      context.wrote(Tables.PREDICTIONS);
      Bootstrap bootstrap = bootstrap(settings);
      List<SplitEvaluation> splits = SplitEvaluation.of(judged, model.glosses(), bootstrap);
      Result result = result(model, examples, preparation, splits);
      Map<String, Object> provenance = new LinkedHashMap<>(tags);
      provenance.put(EvaluatedVersion.RUN, run.id());
      provenance.put("bootstrap", bootstrap);
      new EvaluationReport(splits, provenance).keep(run);
      new WorstExamples(judged, model.glosses(), settings.integer("evaluate.worst-examples"))
          .keep(new SkeletonPictures(spark, context.warehouse()), run);
      // Last: who finds these tags finds everything.
      model.version().ifPresent(version -> tag(version, result, preparation, context));
      return result;
    }
  }

  private static Bootstrap bootstrap(Settings settings) {
    return new Bootstrap(
        settings.integer("evaluate.bootstrap-samples"),
        settings.number("evaluate.confidence"),
        settings.longInteger("evaluate.seed"));
  }

  private static Result result(
      EvaluatedModel model,
      SnapshotInfo examples,
      String preparation,
      List<SplitEvaluation> splits) {
    SplitEvaluation test =
        splits.stream()
            .filter(split -> split.split().equals(SplitPlan.TEST))
            .findFirst()
            .orElseThrow(
                () ->
                    new UserException(
                        "The preparation '"
                            + preparation
                            + "' has no test examples; see preparation.split-by and"
                            + " preparation.test-groups."));
    Evaluation evaluation = test.evaluation();
    return new Result(
        model.version().map(RegisteredVersion::model).orElse(""),
        model.version().map(RegisteredVersion::version).orElse(0),
        model.runId(),
        Long.toString(examples.snapshotId()),
        evaluation.examples(),
        evaluation.top1(),
        test.interval().lower(),
        test.interval().upper(),
        evaluation.top5(),
        evaluation.loss(),
        evaluation.macro().f1(),
        evaluation.calibration().expectedError(),
        accuracy(splits, SplitPlan.VALIDATION),
        accuracy(splits, SplitPlan.TRAIN));
  }

  private static double accuracy(List<SplitEvaluation> splits, String name) {
    return splits.stream()
        .filter(split -> split.split().equals(name))
        .mapToDouble(split -> split.evaluation().top1())
        .findFirst()
        .orElse(Double.NaN);
  }

  /** What a run of an evaluation is found by. */
  private static Map<String, String> describing(
      EvaluatedModel model, String preparation, SnapshotInfo examples) {
    Map<String, String> tags = new LinkedHashMap<>();
    model
        .version()
        .ifPresent(
            version -> {
              tags.put("model", version.model());
              tags.put("model_version", Integer.toString(version.version()));
            });
    tags.put("evaluated_run", model.runId());
    tags.put(EvaluatedVersion.PREPARATION, preparation);
    tags.put(EvaluatedVersion.SNAPSHOT, Long.toString(examples.snapshotId()));
    return tags;
  }

  private static void tag(
      RegisteredVersion version, Result result, String preparation, StepContext context) {
    Map<String, String> tags = new LinkedHashMap<>();
    tags.put(EvaluatedVersion.RUN, context.run().orElseThrow().id());
    tags.put(EvaluatedVersion.SNAPSHOT, result.examplesSnapshot());
    tags.put(EvaluatedVersion.PREPARATION, preparation);
    tags.put(EvaluatedVersion.ACCURACY, String.format(Locale.ROOT, "%.4f", result.testAccuracy()));
    tags.forEach(
        (key, value) ->
            ModelVersions.registry(context).tag(version.model(), version.version(), key, value));
  }
}
