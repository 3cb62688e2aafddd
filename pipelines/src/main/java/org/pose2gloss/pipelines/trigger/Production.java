package org.pose2gloss.pipelines.trigger;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.pose2gloss.command.Settings;
import org.pose2gloss.command.UserException;
import org.pose2gloss.pipelines.pipeline.PipelineOptions;
import org.pose2gloss.pipelines.pipeline.RunTags;
import org.pose2gloss.tracking.FoundRun;
import org.pose2gloss.tracking.Tracking;

/**
 * The pipeline's run whose model is served: the one that has the tag {@code model.alias} with the
 * model's name, which promote moves and a person may.
 *
 * @param run of the pipeline
 * @param options with which every run of the same pipeline works
 */
record Production(FoundRun run, PipelineOptions options) {
  /**
   * Finds it: the run for the configured model or, where none has the tag for that, the one
   * pipeline that has the tag for another model. So whoever takes the tag from one pipeline's run
   * and gives it to another's has that one run by the triggers that are at work.
   *
   * @param given the trigger's own options; what is assigned there wins
   * @return empty if nothing is served
   * @throws UserException if what is served was trained by hand, not by a pipeline, or several
   *     other pipelines have the tag
   */
  static Optional<Production> find(Tracking tracking, PipelineOptions given) {
    Settings settings = given.load();
    String experiment = settings.text("tracking.experiment");
    String tag = settings.text("model.alias");
    String model = settings.text("model.name");
    Optional<FoundRun> own = tracking.runs(experiment, Map.of(tag, model)).stream().findFirst();
    return own.isPresent()
        ? own.map(run -> new Production(run, PipelineOptions.of(run).with(given.assignments())))
        : another(tracking, experiment, tag, model)
            .map(run -> new Production(run, PipelineOptions.of(run).with(ofAnother(given))));
  }

  private static Optional<FoundRun> another(
      Tracking tracking, String experiment, String tag, String model) {
    List<FoundRun> tagged =
        tracking.runs(experiment, Map.of(RunTags.STEP, RunTags.PIPELINE)).stream()
            .filter(run -> !run.tag(tag).isEmpty())
            .toList();
    String pipelines =
        tagged.stream()
            .map(run -> run.tag(RunTags.NAME))
            .distinct()
            .sorted()
            .collect(Collectors.joining(", "));
    if (pipelines.contains(", ")) {
      throw new UserException(
          "No run has the tag %s = %s, and several other pipelines have the tag (%s): take it from all but one, or name a model of theirs by model.name."
              .formatted(tag, model, pipelines));
    }
    return tagged.stream().findFirst();
  }

  /** What was assigned, without what would make the other pipeline this one again. */
  private static List<String> ofAnother(PipelineOptions given) {
    return given.assignments().stream()
        .filter(assignment -> !assignment.matches("\\s*(model|pipeline|preparation)\\b.*"))
        .toList();
  }
}
