package org.pose2gloss.pipelines.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.pose2gloss.command.Progress;
import org.pose2gloss.command.ResultRecord;
import org.pose2gloss.command.Settings;
import org.pose2gloss.command.UserException;
import org.pose2gloss.pipelines.pipeline.PipelineResult.StepResult;
import org.pose2gloss.tracking.FoundRun;
import org.pose2gloss.tracking.TrackedRun;
import org.pose2gloss.tracking.Tracking;
import org.pose2gloss.tracking.TrackingException;

/** Leads one run of a pipeline from its first step to its last. */
final class PipelineRunner {
  /** Metrics of a training by epoch. */
  private static final List<String> CURVES =
      List.of(
          "loss",
          "accuracy",
          "top5_accuracy",
          "val_loss",
          "val_accuracy",
          "val_top5_accuracy",
          "learning_rate");

  private final StepGraph graph;
  private final PipelineOptions options;
  private final Settings settings;
  private final Tracking tracking;
  private final Facts facts;
  private final StepStarter starter;
  private final String code;

  PipelineRunner(
      PipelineOptions options, Tracking tracking, Facts facts, StepStarter starter, String code) {
    this.options = options;
    this.settings = options.load();
    this.graph = StepGraph.of(settings);
    this.tracking = tracking;
    this.facts = facts;
    this.starter = starter;
    this.code = code;
  }

  /** What a run would do now. */
  Plan plan(boolean cache) {
    Planner planner = new Planner(graph, options, facts, new Progressed(), code, run -> cache);
    return new Plan(
        settings.text("pipeline.name"), settings.text("pipeline.start"), planner.foresee());
  }

  /**
   * Runs every step that has to, and ends the run.
   *
   * @param run of the pipeline; ends FINISHED, FAILED or KILLED
   * @param owner what {@link RunTags#OWNER} says while this process leads it
   * @param cache whether steps may be taken from runs of other pipelines
   * @throws UserException if a step failed or the pipeline was cancelled
   */
  PipelineResult lead(TrackedRun run, String owner, boolean cache) throws InterruptedException {
    Predicate<FoundRun> accepted = one -> cache || one.tag(RunTags.PARENT).equals(run.id());
    Progressed progressed = new Progressed();
    Planner planner = new Planner(graph, options, facts, progressed, code, accepted);
    long begun = System.nanoTime();
    try (Pulse pulse = Pulse.start(tracking, run, owner, settings.duration("pipeline.heartbeat"))) {
      StepRunner steps =
          new StepRunner(graph, options, tracking, run.id(), starter, progressed, pulse);
      List<StepResult> results = new ArrayList<>();
      for (Step step : graph.steps()) {
        pulse.check();
        results.add(deal(step, planner, steps, progressed, run));
      }
      return result(run, progressed, results, (System.nanoTime() - begun) / 1e9);
    } catch (PipelineEndedException e) {
      if (e.cancelled()) {
        run.killed();
      } else {
        run.leave();
      }
      throw e;
    } catch (UserException e) {
      run.failed(e.getMessage());
      throw new UserException(
          e.getMessage()
              + " When that is mended: pose2gloss pipeline resume "
              + run.id()
              + ", which goes on there.",
          e);
    }
  }

  private StepResult deal(
      Step step, Planner planner, StepRunner steps, Progressed progressed, TrackedRun run)
      throws InterruptedException {
    long begun = System.nanoTime();
    Decision decision = planner.decide(step);
    int number = graph.steps().indexOf(step) + 1;
    System.err.printf(
        "%n[%d/%d] %s: %s. %s%n",
        number, graph.steps().size(), step.name(), decision.action().word(), decision.reason());
    boolean failed = false;
    if (decision.action() == Action.RUN) {
      tell(run, number, step, decision, "running", 0);
      try {
        decision = steps.run(step, decision, planner);
      } catch (StepFailedException e) {
        tell(run, number, step, decision, "failed", seconds(begun));
        if (!step.mayFail()) {
          throw e;
        }
        System.err.println(e.getMessage() + " The pipeline goes on without it.");
        failed = true;
      }
    }
    double seconds = seconds(begun);
    progressed.done(step, decision);
    if (!failed) {
      tell(run, number, step, decision, "done", seconds);
    }
    run.tags(progressed.snapshots());
    if (decision.action() == Action.RUN && !failed) {
      System.err.printf(
          "      %s in %s: %s%n",
          step.name(),
          Progress.spoken(Duration.ofMillis((long) (1000 * seconds))),
          decision.result());
    }
    return new StepResult(step.name(), decision.action(), failed, decision.run(), seconds);
  }

  static void tell(
      TrackedRun run, int number, Step step, Decision decision, String state, double seconds) {
    tell(run, number, step, decision, state, seconds, 0);
  }

  static void tell(
      TrackedRun run,
      int number,
      Step step,
      Decision decision,
      String state,
      double seconds,
      int before) {
    run.tag(
        RunTags.STATE + step.name(),
        new JsonMapper()
            .createObjectNode()
            .put("number", number)
            .put("state", state)
            .put("action", decision.action().word())
            .put("reason", decision.reason())
            .put("run", decision.run())
            .put("key", decision.key().orElse(""))
            .put("before", before)
            .put("seconds", Math.round(10 * seconds) / 10.0)
            .toString());
  }

  private static double seconds(long begun) {
    return (System.nanoTime() - begun) / 1e9;
  }

  /** Ends the run well, with what came of it. */
  PipelineResult result(
      TrackedRun run, Progressed progressed, List<StepResult> steps, double seconds) {
    JsonNode trained = of(StepKind.TRAIN, progressed);
    JsonNode evaluated = of(StepKind.EVALUATE, progressed);
    JsonNode promoted = of(StepKind.PROMOTE, progressed);
    JsonNode transformed = of(StepKind.TRANSFORM, progressed);
    Map<String, Double> metrics = measured(evaluated);
    run.metrics(metrics, 0);
    curves(run, progressed);
    PipelineResult result =
        new PipelineResult(
            settings.text("pipeline.name"),
            run.id(),
            steps,
            trained.isMissingNode()
                ? ""
                : settings.text("model.name") + "/" + trained.path("model_version").asInt(),
            metrics.get("test_accuracy"),
            metrics.get("test_top5_accuracy"),
            evaluated.isMissingNode() ? null : evaluated.path("test_examples").asLong(),
            transformed.isMissingNode() ? null : transformed.path("classes").asInt(),
            promoted.path("promoted").asBoolean(),
            promoted.path("reason").asText(""),
            seconds);
    run.tag(RunTags.RESULT, ResultRecord.json(RunTags.PIPELINE, result));
    run.finished();
    return result;
  }

  /** Those of the training, so that MLflow's page lays those of two whole runs over each other. */
  private void curves(TrackedRun run, Progressed progressed) {
    String trained = decision(StepKind.TRAIN, progressed).map(Decision::run).orElse("");
    if (trained.isEmpty()) {
      return;
    }
    try {
      for (String name : CURVES) {
        run.metrics(tracking.points(trained, name));
      }
    } catch (TrackingException e) {
      System.err.println("pipeline: the training's curves stay on its own run: " + e.getMessage());
    }
  }

  private JsonNode of(StepKind kind, Progressed progressed) {
    return decision(kind, progressed).map(Decision::result).orElse(MissingNode.getInstance());
  }

  private Optional<Decision> decision(StepKind kind, Progressed progressed) {
    return graph.steps().stream()
        .filter(step -> step.kind() == kind)
        .reduce((first, last) -> last)
        .flatMap(progressed::of);
  }

  /** Losses and accuracies of every split, as the evaluation's own run has them. */
  private static Map<String, Double> measured(JsonNode evaluated) {
    Map<String, Double> metrics = new TreeMap<>();
    evaluated
        .fields()
        .forEachRemaining(
            field -> {
              if (field.getKey().matches(".*_(accuracy|loss)") && field.getValue().isNumber()) {
                metrics.put(field.getKey(), field.getValue().asDouble());
              }
            });
    return metrics;
  }
}
