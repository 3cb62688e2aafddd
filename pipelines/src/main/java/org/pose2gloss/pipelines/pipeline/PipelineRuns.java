package org.pose2gloss.pipelines.pipeline;

import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.pose2gloss.command.Settings;
import org.pose2gloss.command.UserException;
import org.pose2gloss.tracking.FoundRun;
import org.pose2gloss.tracking.RegistryClaim;
import org.pose2gloss.tracking.TrackedRun;
import org.pose2gloss.tracking.Tracking;

/**
 * The runs of pipelines on a tracking server: who leads which, and which were left behind by a
 * process that died.
 *
 * <p>Nobody compares clocks: a run was left behind if no sign of life was seen for some time by the
 * one who asks.
 */
public final class PipelineRuns {
  /** How many signs of life must be missing until a leader counts as dead. */
  private static final int SILENT_BEATS = 4;

  private static final Duration CLAIM_TERM = Duration.ofSeconds(30);
  private static final DateTimeFormatter NAMED = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm");
  private static final String[] PARAMETERS = {"preparation", "network", "training", "model"};

  private final Tracking tracking;
  private final String experiment;

  /** Those of an experiment. */
  public PipelineRuns(Tracking tracking, String experiment) {
    this.tracking = tracking;
    this.experiment = experiment;
  }

  /** Every run of every pipeline, the newest first. */
  public List<FoundRun> all() {
    return tracking.runs(experiment, Map.of(RunTags.STEP, RunTags.PIPELINE));
  }

  /** Every run of one pipeline with further tags, the newest first. */
  public List<FoundRun> of(String pipeline, Map<String, String> tags) {
    Map<String, String> all = new TreeMap<>(tags);
    all.put(RunTags.STEP, RunTags.PIPELINE);
    all.put(RunTags.NAME, pipeline);
    return tracking.runs(experiment, all);
  }

  /**
   * Keeps every other process from starting or taking over runs of a pipeline for a moment.
   *
   * @throws org.pose2gloss.tracking.TrackingException if others hold it all the time
   */
  public RegistryClaim claim(String pipeline) {
    return tracking.registry().claim("pose2gloss.pipeline." + pipeline + "-claim", CLAIM_TERM);
  }

  /**
   * Starts a run.
   *
   * @param options those that hold for every run of the pipeline
   * @param own assignments {@code key=value} that hold for this run alone
   * @param owner who leads it, a word that nobody else has
   * @param tags further ones
   */
  public TrackedRun begin(
      PipelineOptions options, List<String> own, String owner, Map<String, String> tags) {
    Settings settings = options.with(own).load();
    String pipeline = settings.text("pipeline.name");
    Map<String, String> all = new TreeMap<>(tags);
    all.put(RunTags.STEP, RunTags.PIPELINE);
    all.put(RunTags.NAME, pipeline);
    all.put(RunTags.OPTIONS, options.json());
    all.put(RunTags.OWN_OPTIONS, new PipelineOptions(List.of(), own).json());
    all.put(RunTags.OWNER, owner);
    // The time tells apart what is held side by side.
    String name = pipeline + " " + NAMED.format(LocalDateTime.now(ZoneId.systemDefault()));
    TrackedRun run = tracking.startRun(experiment, name, Optional.empty(), all);
    // Under the names that the steps use, so that two whole runs can be held side by side.
    run.params(settings.flattened(PARAMETERS));
    return run;
  }

  /**
   * Takes a run up that has failed, was killed or was left behind.
   *
   * @param beat time between two signs of life of a leader
   * @throws UserException if there is no such run, it has ended well, or somebody leads it
   */
  public TrackedRun takeOver(String runId, String owner, Duration beat)
      throws InterruptedException {
    FoundRun found = pipelineRun(runId);
    if (found.status() == FoundRun.Status.FINISHED) {
      throw new UserException(
          "The pipeline's run %s has ended well; there is nothing to go on with.".formatted(runId));
    }
    if (alive(found, beat)) {
      throw new UserException(
          "The pipeline's run %s gives signs of life: another process leads it (pose2gloss pipeline cancel %s ends it)."
              .formatted(runId, runId));
    }
    try (RegistryClaim claim = claim(found.tag(RunTags.NAME))) {
      return takeOver(found, owner, claim);
    }
  }

  /**
   * Takes a run up that nobody leads, for one who has the claim.
   *
   * @param found the run as it was when it was seen that nobody leads it
   * @throws UserException if another process has taken it up since
   */
  public TrackedRun takeOver(FoundRun found, String owner, RegistryClaim claim) {
    if (!tracking.run(found.id()).tag(RunTags.OWNER).equals(found.tag(RunTags.OWNER))) {
      throw new UserException(
          "Another process has taken the pipeline's run %s up.".formatted(found.id()));
    }
    claim.check();
    tracking.tag(found.id(), RunTags.OWNER, owner);
    tracking.tag(found.id(), RunTags.CANCEL, "");
    return tracking.resumeRun(found.id());
  }

  /** Whether somebody leads a run: waits for a sign of life of one that is not ended. */
  public boolean alive(FoundRun run, Duration beat) throws InterruptedException {
    return run.status() == FoundRun.Status.RUNNING
        && (run.tag(RunTags.OWNER).equals(RunTags.SCHEDULER) || givesSigns(run, beat));
  }

  /**
   * Whether a run was begun for a scheduler that never came to it: it has begun no step, and gives
   * no sign of life while one waits.
   */
  public boolean forgotten(FoundRun run, Duration beat) throws InterruptedException {
    return run.status() == FoundRun.Status.RUNNING
        && run.tag(RunTags.OWNER).equals(RunTags.SCHEDULER)
        && run.tags().keySet().stream().noneMatch(key -> key.startsWith(RunTags.STATE))
        && !givesSigns(run, beat);
  }

  private boolean givesSigns(FoundRun run, Duration beat) throws InterruptedException {
    long end = System.nanoTime() + beat.multipliedBy(SILENT_BEATS).toNanos();
    while (System.nanoTime() < end) {
      Thread.sleep(Math.min(1000, Math.max(50, beat.toMillis() / 2)));
      FoundRun now = tracking.run(run.id());
      if (now.status() != FoundRun.Status.RUNNING) {
        return false;
      }
      if (!now.tag(RunTags.HEARTBEAT).equals(run.tag(RunTags.HEARTBEAT))) {
        return true;
      }
    }
    return false;
  }

  /** What cancelling a run came to. */
  public enum Cancelled {
    /** It had ended before; triggers do not lead it on. */
    WAS_OVER,
    /** Whoever leads it ends it. */
    ASKED,
    /** Nobody gave a sign of life: it was ended here. */
    ENDED
  }

  /**
   * Asks whoever leads a run to end it; where nobody does, ends it.
   *
   * @param beat time between two signs of life of a leader
   * @throws UserException if there is no such run
   */
  public Cancelled cancel(String runId, String reason, Duration beat) throws InterruptedException {
    FoundRun found = pipelineRun(runId);
    tracking.tag(runId, RunTags.CANCEL, reason);
    if (found.status() != FoundRun.Status.RUNNING) {
      return Cancelled.WAS_OVER;
    }
    if (givesSigns(found, beat)) {
      return Cancelled.ASKED;
    }
    try (RegistryClaim claim = claim(found.tag(RunTags.NAME))) {
      FoundRun now = tracking.run(runId);
      if (!now.tag(RunTags.OWNER).equals(found.tag(RunTags.OWNER))) {
        // Taken up meanwhile, which has put the word aside.
        tracking.tag(runId, RunTags.CANCEL, reason);
        return Cancelled.ASKED;
      }
      claim.check();
      if (now.status() == FoundRun.Status.RUNNING) {
        tracking.resumeRun(runId).killed();
      }
      return Cancelled.ENDED;
    }
  }

  private FoundRun pipelineRun(String runId) {
    FoundRun found = tracking.run(runId);
    if (!found.tag(RunTags.STEP).equals(RunTags.PIPELINE)) {
      throw new UserException(
          "The run %s is no run of a pipeline; 'pose2gloss pipeline status' shows those."
              .formatted(runId));
    }
    return found;
  }
}
