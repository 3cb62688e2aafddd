package org.pose2gloss.jobs;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.pose2gloss.classifier.training.EpochReport;
import org.pose2gloss.classifier.training.StepReport;
import org.pose2gloss.classifier.training.TrainingListener;
import org.pose2gloss.command.Progress;
import org.pose2gloss.tracking.TrackedRun;

/**
 * Tells of a training on stderr, on its run and in its learning curves.
 *
 * @param progress line on stderr
 * @param curves takes the epochs
 * @param run takes the metrics, if there is one
 */
record TrainingReports(Progress progress, LearningCurves curves, Optional<TrackedRun> run)
    implements TrainingListener {
  @Override
  public void step(StepReport report) {
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("step_loss", report.loss());
    metrics.put("step_accuracy", report.top1());
    metrics.put("step_top5_accuracy", report.top5());
    metrics.put("step_learning_rate", report.learningRate());
    metrics.put("step_samples_per_second", report.samplesPerSecond());
    metrics.put("step_seconds_left", report.secondsLeft());
    send(metrics, report.totalSteps());
  }

  @Override
  public void epoch(EpochReport report) {
    progress.to(report.epoch());
    progress.note(
        String.format(
            "loss %.3f, top-1 %.3f, validation top-1 %.3f, top-5 %.3f",
            report.trainLoss(),
            report.trainTop1(),
            report.validationTop1(),
            report.validationTop5()));
    curves.add(report);
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("loss", report.trainLoss());
    metrics.put("accuracy", report.trainTop1());
    metrics.put("top5_accuracy", report.trainTop5());
    metrics.put("val_loss", report.validationLoss());
    metrics.put("val_accuracy", report.validationTop1());
    metrics.put("val_top5_accuracy", report.validationTop5());
    metrics.put("learning_rate", report.learningRate());
    metrics.put("samples_per_second", report.samplesPerSecond());
    metrics.put("seconds_left", report.secondsLeft());
    send(metrics, report.epoch());
  }

  private void send(Map<String, Double> metrics, long step) {
    metrics.values().removeIf(value -> !Double.isFinite(value));
    run.ifPresent(tracked -> tracked.metrics(metrics, step));
  }

  @Override
  public void notice(String sentence) {
    progress.note(sentence);
  }
}
