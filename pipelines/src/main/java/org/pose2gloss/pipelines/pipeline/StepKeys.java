package org.pose2gloss.pipelines.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pose2gloss.command.Settings;
import org.pose2gloss.tables.Tables;

/**
 * Names what a step would do and with what: a digest of the code, of the parameters and of the
 * inputs, each of which is a version of a table or the key of the step that makes it (a Merkle
 * tree).
 *
 * <p>The tables of preparations are named by keys: their versions tell nothing of one preparation,
 * since others write there too.
 */
final class StepKeys {
  /** Keys that change nothing in what comes out. */
  private static final Set<String> WITHOUT_EFFECT =
      Set.of(
          "preparation.landmarks-version", // its snapshot stands in the key
          "evaluate.examples-version",
          "evaluate.alias",
          "evaluate.run",
          "extract.partitions",
          "extract.commit-seconds",
          "extract.overlay",
          "statistics.runner",
          "training.directory",
          "training.threads",
          "training.device",
          "training.wait-for-device",
          "training.resume",
          "training.keep-checkpoints",
          "training.checkpoint-every-steps",
          "training.report-every-steps",
          "training.prefetch-batches",
          "model.alias",
          "model.candidate-alias",
          "model.version");

  private static final Map<Tables, StepKind> MAKERS =
      Map.of(
          Tables.SAMPLES, StepKind.SPLIT,
          Tables.AUGMENTED, StepKind.AUGMENT,
          Tables.EXAMPLES, StepKind.TRANSFORM);

  private final StepGraph graph;
  private final Facts facts;
  private final Progressed progressed;
  private final String code;

  StepKeys(StepGraph graph, Facts facts, Progressed progressed, String code) {
    this.graph = graph;
    this.facts = facts;
    this.progressed = progressed;
    this.code = code;
  }

  /**
   * The key of a step.
   *
   * @param settings those of the step
   * @return empty if an input is not there, or not known yet
   */
  Optional<String> of(Step step, Settings settings) {
    List<String> lines = new ArrayList<>();
    lines.add("code " + code);
    lines.add("step " + step.kind().word());
    settings
        .flattened(step.kind().sections().toArray(String[]::new))
        .forEach(
            (key, value) -> {
              if (!WITHOUT_EFFECT.contains(key)) {
                lines.add("parameter " + key + " " + value);
              }
            });
    for (Tables table : step.kind().reads()) {
      Optional<String> input = input(step, table, settings);
      if (input.isEmpty()) {
        return Optional.empty();
      }
      lines.add("table " + table.tableName() + " " + input.get());
    }
    if (step.kind() == StepKind.EVALUATE) {
      Optional<String> model = model(step, settings);
      if (model.isEmpty()) {
        return Optional.empty();
      }
      lines.add("model " + model.get());
    }
    return Optional.of(Digests.sha256(lines));
  }

  private Optional<String> input(Step step, Tables table, Settings settings) {
    Optional<Step> maker =
        Optional.ofNullable(MAKERS.get(table)).flatMap(kind -> graph.before(step, kind));
    return maker.isPresent()
        ? progressed.of(maker.get()).flatMap(Decision::key)
        : progressed.snapshot(facts, table, settings).map(String::valueOf);
  }

  private Optional<String> model(Step step, Settings settings) {
    Optional<Step> trained = graph.before(step, StepKind.TRAIN);
    if (trained.isPresent()) {
      return progressed.of(trained.get()).flatMap(Decision::key);
    }
    int version = settings.integer("model.version");
    return version > 0
        ? Optional.of("version " + version)
        : facts
            .alias(settings.text("model.name"), settings.text("model.candidate-alias"))
            .map(candidate -> "version " + candidate.version());
  }
}
