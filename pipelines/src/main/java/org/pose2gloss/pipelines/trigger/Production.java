package org.pose2gloss.pipelines.trigger;

import java.util.Map;
import java.util.Optional;
import org.pose2gloss.command.Settings;
import org.pose2gloss.pipelines.pipeline.PipelineOptions;
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
   * Finds it.
   *
   * @param given the trigger's own options; what is assigned there wins
   * @return empty if nothing is served
   * @throws org.pose2gloss.command.UserException if what is served was trained by hand, not by a
   *     pipeline
   */
  static Optional<Production> find(Tracking tracking, PipelineOptions given) {
    Settings settings = given.load();
    return tracking
        .runs(
            settings.text("tracking.experiment"),
            Map.of(settings.text("model.alias"), settings.text("model.name")))
        .stream()
        .findFirst()
        .map(run -> new Production(run, PipelineOptions.of(run).with(given.assignments())));
  }
}
