package org.pose2gloss.pipelines.trigger;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pose2gloss.command.Progress;
import org.pose2gloss.command.Settings;
import org.pose2gloss.pipelines.pipeline.PipelineRuns;
import org.pose2gloss.pipelines.pipeline.RunTags;
import org.pose2gloss.tracking.FoundRun;

/**
 * Decides what is to be done for a reason by the runs that there are: they are the only memory, so
 * that it is the same for every process on every machine.
 */
final class Judgement {
  private final PipelineRuns runs;
  private final String pipeline;
  private final Duration coolDown;
  private final int maxTries;
  private final Clock clock;

  Judgement(PipelineRuns runs, String pipeline, Settings settings, Clock clock) {
    this.runs = runs;
    this.pipeline = pipeline;
    this.coolDown = settings.duration("triggers.cool-down");
    this.maxTries = settings.integer("triggers.max-tries");
    this.clock = clock;
  }

  /** Runs of the pipeline that have not ended, as far as their tags say. */
  List<FoundRun> unfinished() {
    return runs.of(pipeline, Map.of()).stream()
        .filter(run -> run.status() == FoundRun.Status.RUNNING)
        .toList();
  }

  /**
   * What is to be done.
   *
   * @param dead runs that are not ended and that nobody leads any more, by id, with the owner that
   *     has died
   */
  Standing of(Event event, Map<String, String> dead) {
    Optional<FoundRun> alive =
        unfinished().stream()
            .filter(run -> !run.tag(RunTags.OWNER).equals(dead.get(run.id())))
            .findFirst();
    if (alive.isPresent()) {
      return Standing.of(
          Standing.State.RUNNING,
          alive.get(),
          "The pipeline's run %s is at work.".formatted(alive.get().id()));
    }
    Optional<FoundRun> own = runs.of(pipeline, Map.of(Event.ID, event.id())).stream().findFirst();
    return own.isPresent() ? again(own.get()) : first(event);
  }

  private Standing again(FoundRun run) {
    if (run.status() == FoundRun.Status.FINISHED) {
      return Standing.of(
          Standing.State.DONE, run, "The run %s was made for it.".formatted(run.id()));
    }
    if (!run.tag(RunTags.CANCEL).isEmpty()) {
      return Standing.of(
          Standing.State.CANCELLED,
          run,
          "Its run %s was cancelled: %s.".formatted(run.id(), run.tag(RunTags.CANCEL)));
    }
    int tries = tries(run);
    if (tries >= maxTries) {
      return Standing.of(
          Standing.State.ALARM,
          run,
          "Its run %s has failed %d times and is left alone: %s When that is mended: pose2gloss pipeline resume %s."
              .formatted(run.id(), tries, run.tag("failure"), run.id()));
    }
    if (run.status() == FoundRun.Status.FAILED) {
      Optional<Duration> rest = rest(run);
      if (rest.isPresent()) {
        return Standing.of(
            Standing.State.WAITING,
            run,
            "Its run %s failed; it is tried again in %s."
                .formatted(run.id(), Progress.spoken(rest.get())));
      }
    }
    return Standing.of(Standing.State.RESUME, run, "Its run %s is led on.".formatted(run.id()));
  }

  /** How often a run was begun or resumed by a trigger. */
  static int tries(FoundRun run) {
    String tries = run.tag(Event.TRIES);
    return tries.matches("[0-9]{1,9}") ? Integer.parseInt(tries) : 1;
  }

  private Standing first(Event event) {
    if (!event.trigger().equals(Schedule.NAME)) {
      Optional<Duration> rest =
          runs.of(pipeline, Map.of(Event.TRIGGER, event.trigger())).stream()
              .findFirst()
              .flatMap(this::rest);
      if (rest.isPresent()) {
        return Standing.of(
            Standing.State.WAITING,
            "This trigger has started a run recently; the next one is in %s."
                .formatted(Progress.spoken(rest.get())));
      }
    }
    return Standing.of(Standing.State.START, "");
  }

  private Optional<Duration> rest(FoundRun run) {
    return rest(run, coolDown, clock.instant());
  }

  /** What is left of the pause after a run; a clock that was set back makes it no longer. */
  static Optional<Duration> rest(FoundRun run, Duration coolDown, Instant now) {
    Instant ended = run.ended().orElse(run.started());
    Duration since = Duration.between(ended, now);
    Duration rest = since.isNegative() ? coolDown : coolDown.minus(since);
    return rest.isNegative() || rest.isZero() ? Optional.empty() : Optional.of(rest);
  }
}
