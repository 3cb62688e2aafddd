package org.pose2gloss.pipelines.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pose2gloss.command.Progress;
import org.pose2gloss.command.Settings;
import org.pose2gloss.tables.Tables;
import org.pose2gloss.tracking.FoundRun;
import org.pose2gloss.tracking.Tracking;

/** Starts the steps of one pipeline run, each again where it failed, and finds their own runs. */
final class StepRunner {
  private static final Duration POLL = Duration.ofMillis(500);

  /** Longest that a driver takes to tell its run after its Spark application has ended. */
  private static final Duration LATE = Duration.ofMinutes(1);

  private final StepGraph graph;
  private final PipelineOptions options;
  private final Tracking tracking;
  private final String parent;
  private final StepStarter starter;
  private final Progressed progressed;
  private final Pulse pulse;

  StepRunner(
      StepGraph graph,
      PipelineOptions options,
      Tracking tracking,
      String parent,
      StepStarter starter,
      Progressed progressed,
      Pulse pulse) {
    this.graph = graph;
    this.options = options;
    this.tracking = tracking;
    this.parent = parent;
    this.starter = starter;
    this.progressed = progressed;
    this.pulse = pulse;
  }

  /**
   * Runs a step to its end.
   *
   * @return the decision with what came of it
   * @throws StepFailedException if it failed as often as it may
   * @throws PipelineEndedException if the pipeline shall end; the step was ended
   */
  Decision run(Step step, Decision decision, Planner planner) throws InterruptedException {
    List<String> words = words(step, planner);
    System.err.println("pose2gloss " + step.kind().command() + " " + String.join(" ", words));
    for (int failures = 0; ; failures++) {
      try {
        return once(step, decision, words);
      } catch (StepFailedException e) {
        if (failures >= step.retries()) {
          throw e;
        }
        Duration pause = step.pause().multipliedBy(1L << Math.min(failures, 10));
        System.err.printf(
            "%s It is tried again in %s (%d of %d).%n",
            e.getMessage(), Progress.spoken(pause), failures + 1, step.retries());
        pulse.sleep(pause);
      }
    }
  }

  /**
   * Tries a step once.
   *
   * @return the decision with what came of it
   * @throws StepFailedException if it failed
   */
  Decision tryOnce(Step step, Decision decision, Planner planner) throws InterruptedException {
    return once(step, decision, words(step, planner));
  }

  private Decision once(Step step, Decision decision, List<String> words)
      throws InterruptedException {
    int before = children(step).size();
    long limit = System.nanoTime() + step.timeLimit().toNanos();
    try (RunningStep running = starter.start(step, words)) {
      while (!running.ended(POLL)) {
        pulse.check();
        if (System.nanoTime() > limit) {
          throw new StepFailedException(
              "The step '%s' took longer than %s and was ended (time-limit)."
                  .formatted(step.name(), Progress.spoken(step.timeLimit())));
        }
      }
      if (running.result().isEmpty() && running.failure().isEmpty()) {
        awaitRun(step, before);
      }
      Optional<FoundRun> run = endedSince(step, before);
      Optional<JsonNode> result =
          running.result().or(() -> run.map(one -> RunTags.parsed(one.tag(RunTags.RESULT))));
      running
          .failure()
          .or(
              () ->
                  result.isPresent()
                      ? Optional.empty()
                      : Optional.of("it left no result record: its log says why."))
          .ifPresent(
              sentence -> {
                throw new StepFailedException(
                    "The step '%s' failed: %s".formatted(step.name(), sentence));
              });
      return remembered(step, decision, run, result);
    } catch (IOException e) {
      throw new StepFailedException(
          "The step '%s' cannot be started: %s.".formatted(step.name(), e.getMessage()), e);
    }
  }

  /** Spark says that an application has ended before its driver has ended the step's run. */
  private void awaitRun(Step step, int before) throws InterruptedException {
    long until = System.nanoTime() + LATE.toNanos();
    while (System.nanoTime() < until
        && since(step, before).stream().allMatch(one -> one.status() == FoundRun.Status.RUNNING)) {
      pulse.sleep(POLL);
    }
  }

  /**
   * Takes down what a step has left that somebody else has started.
   *
   * @param before how many runs of its command the pipeline had before
   * @throws StepFailedException if none has ended well since
   */
  Decision record(Step step, Decision decision, int before) {
    FoundRun run =
        endedSince(step, before)
            .orElseThrow(
                () ->
                    new StepFailedException(
                        "The step '%s' failed: no run of '%s' has ended well since it was asked for."
                            .formatted(step.name(), step.kind().command())));
    JsonNode result = RunTags.parsed(run.tag(RunTags.RESULT));
    return remembered(step, decision, Optional.of(run), Optional.of(result));
  }

  /** The newest of a step's runs that has ended well, beside the oldest ones. */
  private Optional<FoundRun> endedSince(Step step, int before) {
    return since(step, before).stream()
        .filter(one -> one.status() == FoundRun.Status.FINISHED)
        .findFirst();
  }

  private List<FoundRun> since(Step step, int before) {
    List<FoundRun> all = children(step);
    return all.subList(0, Math.max(0, all.size() - before));
  }

  private Decision remembered(
      Step step, Decision decision, Optional<FoundRun> run, Optional<JsonNode> result) {
    run.ifPresent(
        one -> {
          decision.key().ifPresent(key -> tracking.tag(one.id(), RunTags.KEY, key));
          progressed.wrote(step, one);
        });
    return decision.done(
        run.map(FoundRun::id).orElse(""), result.orElse(MissingNode.getInstance()));
  }

  /** The runs of the step's command in this pipeline, the newest first. */
  List<FoundRun> children(Step step) {
    return tracking.runs(
        options.load().text("tracking.experiment"),
        Map.of(RunTags.PARENT, parent, RunTags.STEP, step.kind().command()));
  }

  /** What the step's command is told: the configuration, and what steps before it have made. */
  List<String> words(Step step, Planner planner) {
    Settings settings = options.with(step.assignments()).load();
    List<String> more = new ArrayList<>(step.assignments());
    more.add("tracking.parent-run=" + parent);
    Optional<Integer> version = progressed.modelVersion(graph, step);
    Optional<String> examples = progressed.examples(graph, step);
    switch (step.kind()) {
      case SPLIT, AUGMENT ->
          planner
              .input(step, Tables.LANDMARKS)
              .ifPresent(snapshot -> more.add("preparation.landmarks-version=" + snapshot));
      case EVALUATE -> {
        version.ifPresent(number -> more.add("model.version=" + number));
        examples.ifPresent(snapshot -> more.add("evaluate.examples-version=" + snapshot));
      }
      case COMPARE -> {
        more.add("evaluate.alias=" + settings.text("model.alias"));
        examples.ifPresent(snapshot -> more.add("evaluate.examples-version=" + snapshot));
      }
      case PROMOTE -> version.ifPresent(number -> more.add("model.version=" + number));
      default -> {}
    }
    List<String> words = new ArrayList<>(options.with(more).words());
    if (step.kind() == StepKind.STATISTICS) {
      planner
          .input(step, Tables.LANDMARKS)
          .ifPresent(snapshot -> words.addAll(List.of("--version", snapshot.toString())));
    }
    return words;
  }
}
