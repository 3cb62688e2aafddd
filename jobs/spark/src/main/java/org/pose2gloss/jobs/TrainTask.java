package org.pose2gloss.jobs;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.Table;
import org.apache.spark.util.SerializableConfiguration;
import org.pose2gloss.classifier.ClassifierException;
import org.pose2gloss.classifier.ExampleSource;
import org.pose2gloss.classifier.NetworkOptions;
import org.pose2gloss.classifier.training.EpochReport;
import org.pose2gloss.classifier.training.Trainer;
import org.pose2gloss.classifier.training.TrainingOptions;
import org.pose2gloss.classifier.training.TrainingPlan;
import org.pose2gloss.classifier.training.TrainingResult;
import org.pose2gloss.command.NativeCache;
import org.pose2gloss.command.Progress;
import org.pose2gloss.features.PointSelection;
import org.pose2gloss.tables.ExampleTable;
import org.pose2gloss.tracking.TrackedRun;
import org.pose2gloss.tracking.TrackingException;
import org.pose2gloss.tracking.Undelivered;

/**
 * The training itself, as it is sent to an executor.
 *
 * @param examples the table of examples
 * @param glosses the gloss of each label
 * @param options what to do
 * @param device what to compute on
 * @param configuration settings of the file systems
 * @param link the run to report to, null for none
 * @param provenance what the model tells of where it comes from
 */
record TrainTask(
    Table examples,
    List<String> glosses,
    Options options,
    TrainingDevice.Wish device,
    SerializableConfiguration configuration,
    RunLink link,
    Provenance provenance)
    implements Serializable {
  /** Tag that names the run whose training a run has gone on with. */
  static final String RESUMED_FROM = "resumed_from";

  /**
   * What to do.
   *
   * @param preparation name of the preparation
   * @param maxFrames frames of a sequence that it keeps
   * @param network which network
   * @param training how to train
   * @param directory folder for checkpoints and model as the executor sees it, or the address of
   *     one in shared storage
   */
  record Options(
      String preparation,
      int maxFrames,
      NetworkChoice network,
      TrainingOptions training,
      String directory)
      implements Serializable {}

  /**
   * What came of it; {@code failure} is empty or the sentence that says why it failed, {@code
   * undelivered} what the tracking server has not taken yet.
   */
  record Outcome(
      String failure,
      int epochs,
      int bestEpoch,
      double validationTop1,
      double validationTop5,
      double validationLoss,
      double trainTop1,
      long parameters,
      double seconds,
      String model,
      TrainingDevice device,
      Undelivered undelivered)
      implements Serializable {
    static Outcome failed(String sentence) {
      return new Outcome(sentence, 0, 0, 0, 0, 0, 0, 0, 0, "", null, Undelivered.NOTHING);
    }

    private Outcome with(Undelivered left) {
      return new Outcome(
          failure,
          epochs,
          bestEpoch,
          validationTop1,
          validationTop5,
          validationLoss,
          trainTop1,
          parameters,
          seconds,
          model,
          device,
          left);
    }
  }

  /** Trains, exports, and uploads the model to the run. */
  Outcome run() {
    NativeCache.prepare();
    ExampleSource train = source("train");
    if (train.size() == 0) {
      return Outcome.failed(
          "The preparation '"
              + options.preparation()
              + "' has no training example; run 'pose2gloss transform' first.");
    }
    if (link == null) {
      return outcome(train, Optional.empty());
    }
    return link.whileReporting(
        run -> outcome(train, Optional.of(run)), (outcome, left) -> outcome.with(left));
  }

  private Outcome outcome(ExampleSource train, Optional<TrackedRun> run) {
    try {
      return train(train, run);
    } catch (FileSystemException e) {
      // Its message is but the path.
      return Outcome.failed(
          String.format("The training cannot use its folder %s (%s).", options.directory(), e));
    } catch (ClassifierException | TrackingException | IOException e) {
      return Outcome.failed(e.getMessage());
    }
  }

  private Outcome train(ExampleSource train, Optional<TrackedRun> run) throws IOException {
    TrainingDevice settled = TrainingDevice.settle(device, options.training().threads());
    settled.tell(run);
    PointSelection selection =
        PointSelection.of(ExampleTable.landmarks(examples, options.preparation()).orElseThrow());
    NetworkOptions network = options.network().network(selection, glosses.size());
    TrainingPlan plan =
        options
            .network()
            .varied(
                TrainingPlan.of(train, source("validation"), network, options.training()),
                selection)
            .withGlosses(glosses);
    ModelStorage models = ModelStorage.of(options.directory(), configuration.value());
    TrainingFolder folder =
        TrainingFolder.of(models.local(), options.preparation(), plan.digest(), runId());
    Optional<String> earlierRun = folder.earlierRun();
    folder.begin(runId());
    LearningCurves curves = new LearningCurves();
    TrainingResult result;
    try (Progress progress = Progress.start("train", "epochs", options.training().epochs())) {
      result = Trainer.train(plan, folder.working(), new TrainingReports(progress, curves, run));
    }
    if (run.isPresent()) {
      if (result.resumedAfterStep() > 0) {
        earlierRun.ifPresent(id -> run.get().tag(RESUMED_FROM, id));
      }
      // None where a killed training had only its export left to do.
      if (!curves.isEmpty()) {
        run.get().artifact(curves.draw(folder.working().resolve("learning_curves.png")), "plots");
      }
      new ModelArtifact(
              options.preparation(),
              selection,
              options.maxFrames(),
              glosses.size(),
              provenance.entries())
          .upload(run.get(), result.savedModel(), folder.working(), train);
    }
    folder.finish();
    String model =
        models.publish(folder.done().resolve(folder.working().relativize(result.savedModel())));
    EpochReport best = result.best();
    return new Outcome(
        "",
        result.epochs(),
        result.bestEpoch(),
        best.validationTop1(),
        best.validationTop5(),
        best.validationLoss(),
        best.trainTop1(),
        result.parameters(),
        result.seconds(),
        model,
        settled,
        Undelivered.NOTHING);
  }

  private String runId() {
    return link == null ? "" : link.run().runId();
  }

  private ExampleSource source(String split) {
    return new TableExamples(examples, options.preparation(), split);
  }
}
