package org.pose2gloss.pipelines.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.pose2gloss.command.Settings;
import org.pose2gloss.tables.Tables;
import org.pose2gloss.tracking.FoundRun;
import org.pose2gloss.tracking.RegisteredVersion;

/**
 * Decides step by step what runs and what is taken from earlier runs.
 *
 * <p>A step is taken from the earlier run that has its key, if what that run left is still there.
 * Asked before anything has run, a planner foresees: sources that bring nothing new, and as {@link
 * Action#OPEN} what depends on tables that a step will have changed.
 */
final class Planner {
  private final StepGraph graph;
  private final PipelineOptions options;
  private final Facts facts;
  private final Progressed progressed;
  private final StepKeys keys;
  private final Predicate<FoundRun> accepted;

  /**
   * A planner.
   *
   * @param accepted the earlier runs that steps may be taken from
   */
  Planner(
      StepGraph graph,
      PipelineOptions options,
      Facts facts,
      Progressed progressed,
      String code,
      Predicate<FoundRun> accepted) {
    this.graph = graph;
    this.options = options;
    this.facts = facts;
    this.progressed = progressed;
    this.keys = new StepKeys(graph, facts, progressed, code);
    this.accepted = accepted;
  }

  /** What every step would be, as things stand. */
  List<PlannedStep> foresee() {
    List<PlannedStep> planned = new ArrayList<>();
    for (Step step : graph.steps()) {
      Decision decision = decide(step);
      progressed.foreseen(step, decision);
      planned.add(PlannedStep.of(step, decision));
    }
    return planned;
  }

  /** What a step is to be now that those that it needs have been dealt with. */
  Decision decide(Step step) {
    Settings settings = options.with(step.assignments()).load();
    return switch (step.kind()) {
      case INGEST ->
          settings.objects("ingest.sources", "ingest.source").isEmpty()
              ? Decision.of(Action.SKIP, "No sources are configured.", Optional.empty())
              : Decision.of(
                  Action.RUN,
                  "What the sources hold is known when they are listed.",
                  Optional.empty());
      case PROMOTE ->
          Decision.of(Action.RUN, "What is served is compared each time.", Optional.empty());
      case COMPARE -> comparison(step, settings);
      default -> byKey(step, settings);
    };
  }

  private Decision byKey(Step step, Settings settings) {
    Optional<String> key = keys.of(step, settings);
    if (key.isEmpty()) {
      return progressed.inMotion(graph, step)
          ? Decision.of(Action.OPEN, "It depends on what steps before it bring.", key)
          : Decision.of(Action.RUN, "What it reads is not there yet.", key);
    }
    List<FoundRun> earlier = facts.finished(key.get());
    for (FoundRun run : earlier) {
      if (accepted.test(run) && usable(step, settings, run)) {
        progressed.wrote(step, run);
        return Decision.of(
                Action.REUSE, "Inputs, parameters and code are those of an earlier run.", key)
            .done(run.id(), RunTags.parsed(run.tag(RunTags.RESULT)));
      }
    }
    return Decision.of(
        Action.RUN,
        earlier.isEmpty()
            ? "Its inputs, parameters or code are new."
            : "What the earlier run left has been replaced since, or is not to be used.",
        key);
  }

  private boolean usable(Step step, Settings settings, FoundRun run) {
    return switch (step.kind().output()) {
      case NOTHING -> false;
      case RUN -> true;
      case TABLE ->
          facts
              .snapshot(step.kind().table(), "")
              .map(String::valueOf)
              .filter(run.tag(RunTags.SNAPSHOT + step.kind().table().tableName())::equals)
              .isPresent();
      case PREPARATION ->
          facts
              .lastWriter(step.kind().table(), settings.text("preparation.name"))
              .filter(run.id()::equals)
              .isPresent();
      case MODEL ->
          facts
              .version(
                  settings.text("model.name"),
                  RunTags.parsed(run.tag(RunTags.RESULT)).path("model_version").asInt())
              .isPresent();
    };
  }

  private Decision comparison(Step step, Settings settings) {
    Optional<RegisteredVersion> served =
        facts.alias(settings.text("model.name"), settings.text("model.alias"));
    if (served.isEmpty()) {
      return Decision.of(Action.SKIP, "No version is served yet.", Optional.empty());
    }
    int version = served.get().version();
    if (progressed.modelVersion(graph, step).filter(mine -> mine == version).isPresent()) {
      return Decision.of(Action.SKIP, "It is served already.", Optional.empty());
    }
    Optional<String> examples = progressed.examples(graph, step);
    boolean asked =
        examples
            .filter(served.get().tags().getOrDefault("examples_snapshot", "")::equals)
            .isPresent();
    return asked
        ? Decision.of(
            Action.SKIP,
            "Version %d, which is served, was asked about these examples.".formatted(version),
            Optional.empty())
        : Decision.of(
            Action.RUN,
            "Version %d, which is served, was asked about other examples.".formatted(version),
            Optional.empty());
  }

  /** Snapshot of a table that the step reads, as it was when the pipeline first looked. */
  Optional<Long> input(Step step, Tables table) {
    return progressed.snapshot(facts, table, options.with(step.assignments()).load());
  }
}
