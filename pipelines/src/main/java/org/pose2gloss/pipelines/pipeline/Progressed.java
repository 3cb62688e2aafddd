package org.pose2gloss.pipelines.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.pose2gloss.command.Settings;
import org.pose2gloss.tables.Tables;
import org.pose2gloss.tracking.FoundRun;

/**
 * How far a pipeline has come: what became of the steps, and which versions of the shared tables it
 * works with. Every step of a run reads the same version of a table, whatever others write
 * meanwhile.
 */
final class Progressed {
  private final Map<String, Decision> decisions = new LinkedHashMap<>();
  private final Map<Tables, Optional<Long>> seen = new EnumMap<>(Tables.class);
  private final Set<Tables> changing = EnumSet.noneOf(Tables.class);
  private final Set<Tables> forgotten = EnumSet.noneOf(Tables.class);
  private final Map<String, String> examples = new LinkedHashMap<>();

  /** What became of a step, if it has been dealt with. */
  Optional<Decision> of(Step step) {
    return Optional.ofNullable(decisions.get(step.name()));
  }

  /** A step has been dealt with. */
  void done(Step step, Decision decision) {
    decisions.put(step.name(), decision);
    switch (step.kind()) {
      case INGEST -> forget(Tables.VIDEOS);
      case EXTRACT -> forget(Tables.LANDMARKS);
      default -> {}
    }
  }

  private void forget(Tables table) {
    seen.remove(table);
    forgotten.add(table);
  }

  /**
   * Takes up what other processes have told of steps on the pipeline's run.
   *
   * @param ran finds the run of a step by its id
   */
  void restore(StepGraph graph, FoundRun pipeline, Function<String, FoundRun> ran) {
    for (Step step : graph.steps()) {
      StepState state = StepState.of(pipeline, step);
      if (state.done()) {
        Optional<FoundRun> run = Optional.of(state.run()).filter(id -> !id.isEmpty()).map(ran);
        JsonNode result = RunTags.parsed(run.map(one -> one.tag(RunTags.RESULT)).orElse(""));
        decisions.put(step.name(), state.decision().done(state.run(), result));
        run.ifPresent(one -> wrote(step, one));
      }
    }
    for (Tables table : Tables.values()) {
      String snapshot = pipeline.tag(RunTags.SNAPSHOT + table.tableName());
      if (snapshot.matches("[0-9]{1,19}")) {
        seen.put(table, Optional.of(Long.parseLong(snapshot)));
      }
    }
  }

  /** The run of a step that ended well says which version of the examples it wrote. */
  void wrote(Step step, FoundRun run) {
    String snapshot = run.tag(RunTags.SNAPSHOT + Tables.EXAMPLES.tableName());
    if (step.kind() == StepKind.TRANSFORM && !snapshot.isEmpty()) {
      examples.put(step.name(), snapshot);
    }
  }

  /** The versions of the shared tables that the pipeline works with, as tags of its run. */
  Map<String, String> snapshots() {
    Map<String, String> tags = new LinkedHashMap<>();
    forgotten.forEach(table -> tags.put(RunTags.SNAPSHOT + table.tableName(), ""));
    seen.forEach(
        (table, snapshot) ->
            snapshot.ifPresent(
                number -> tags.put(RunTags.SNAPSHOT + table.tableName(), number.toString())));
    return tags;
  }

  /** A step would be dealt with like this. */
  void foreseen(Step step, Decision decision) {
    decisions.put(step.name(), decision);
    if (step.kind() == StepKind.EXTRACT && decision.action() == Action.RUN) {
      changing.add(Tables.LANDMARKS);
    }
  }

  /**
   * Whether something that a step depends on is foreseen to change, so that nothing is known yet.
   */
  boolean inMotion(StepGraph graph, Step step) {
    return step.kind().reads().stream().anyMatch(changing::contains)
        || step.needs().stream()
            .map(graph::step)
            .anyMatch(
                need ->
                    of(need).filter(one -> one.action() == Action.OPEN).isPresent()
                        || inMotion(graph, need));
  }

  /**
   * The version of a table that the pipeline works with; empty if there is none, or if a step is
   * foreseen to make a new one.
   */
  Optional<Long> snapshot(Facts facts, Tables table, Settings settings) {
    String version =
        table == Tables.LANDMARKS ? settings.text("preparation.landmarks-version") : "";
    if (version.isBlank() && changing.contains(table)) {
      return Optional.empty();
    }
    return seen.computeIfAbsent(table, any -> facts.snapshot(table, version));
  }

  /** The version of the model that the pipeline has trained, or taken from an earlier run. */
  Optional<Integer> modelVersion(StepGraph graph, Step step) {
    return graph
        .before(step, StepKind.TRAIN)
        .flatMap(this::of)
        .map(Decision::result)
        .map(result -> result.path("model_version"))
        .filter(JsonNode::isNumber)
        .map(JsonNode::asInt);
  }

  /** The version of the examples that the pipeline has made. */
  Optional<String> examples(StepGraph graph, Step step) {
    return graph.before(step, StepKind.TRANSFORM).map(Step::name).map(examples::get);
  }
}
