package org.pose2gloss.pipelines.pipeline;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.pose2gloss.command.Progress;
import org.pose2gloss.command.Settings;
import org.pose2gloss.command.StepContext;
import org.pose2gloss.command.TrackingSettings;
import org.pose2gloss.command.UsageException;
import org.pose2gloss.command.UserException;
import org.pose2gloss.tables.Warehouse;
import org.pose2gloss.tracking.TrackedRun;
import org.pose2gloss.tracking.Tracking;

/** What the commands about pipelines work with: the configuration, the tables, the runs. */
public final class PipelineSession implements AutoCloseable {
  private final PipelineOptions options;
  private final Settings settings;
  private final Tracking tracking;
  private final Warehouse warehouse;

  private PipelineSession(
      PipelineOptions options, Settings settings, Tracking tracking, Warehouse warehouse) {
    this.options = options;
    this.settings = settings;
    this.tracking = tracking;
    this.warehouse = warehouse;
  }

  /**
   * Opens what the configuration names.
   *
   * @throws UsageException if the configuration is not as it must be, or names no tracking server
   */
  public static PipelineSession open(PipelineOptions options) {
    Settings settings = options.load();
    URI server = server(settings);
    StepGraph.of(settings);
    Warehouse warehouse = Warehouse.open(StepContext.catalog(settings), new Configuration());
    return new PipelineSession(options, settings, connect(server, settings), warehouse);
  }

  /**
   * The server of runs.
   *
   * @throws UsageException if none is configured: pipelines live there
   */
  public static Tracking tracking(Settings settings) {
    return connect(server(settings), settings);
  }

  private static Tracking connect(URI server, Settings settings) {
    return Tracking.connect(server, TrackingSettings.of(settings).withoutOutbox());
  }

  private static URI server(Settings settings) {
    return settings
        .optionalText("tracking.uri")
        .map(URI::create)
        .orElseThrow(
            () ->
                new UsageException(
                    "Pipelines are recorded on a tracking server, and none is configured; set MLFLOW_TRACKING_URI or"
                        + " tracking.uri ('pose2gloss mlflow' runs one)."));
  }

  /** The configuration. */
  public Settings settings() {
    return settings;
  }

  /** The tables. */
  public Warehouse warehouse() {
    return warehouse;
  }

  /** The server of runs. */
  public Tracking tracking() {
    return tracking;
  }

  /** Runs of pipelines in the configured experiment. */
  public PipelineRuns runs() {
    return new PipelineRuns(tracking, settings.text("tracking.experiment"));
  }

  /** What a run would do now. */
  public Plan plan(boolean cache) {
    return runner().plan(cache);
  }

  /**
   * Starts a run and leads it to its end.
   *
   * @param tags of the run
   * @throws UserException if a step fails or somebody cancels it
   */
  public PipelineResult run(boolean cache, Map<String, String> tags) throws InterruptedException {
    PipelineRunner runner = runner();
    String owner = owner();
    try (TrackedRun run = runs().begin(options, List.of(), owner, tags)) {
      return lead(runner, run, owner, cache);
    }
  }

  /**
   * Leads a run on that was taken up, see {@link PipelineRuns#takeOver}.
   *
   * @throws UserException if a step fails, or the run cannot be taken up
   */
  public PipelineResult resume(String runId, boolean cache) throws InterruptedException {
    PipelineRunner runner = runner();
    String owner = owner();
    try (TrackedRun run = runs().takeOver(runId, owner, settings.duration("pipeline.heartbeat"))) {
      return lead(runner, run, owner, cache);
    }
  }

  /**
   * Leads a run that this process has begun under a name of its own.
   *
   * @throws UserException if a step fails or somebody cancels it
   */
  public PipelineResult lead(TrackedRun run, String owner) throws InterruptedException {
    return lead(runner(), run, owner, settings.flag("pipeline.cache"));
  }

  private PipelineResult lead(PipelineRunner runner, TrackedRun run, String owner, boolean cache)
      throws InterruptedException {
    System.err.println("The pipeline's run is " + run.id() + ": " + run.page());
    return runner.lead(run, owner, cache);
  }

  /** Starts a run that a scheduler leads; gives back its id. */
  public String begin(Map<String, String> tags) {
    try (TrackedRun run = runs().begin(options, List.of(), RunTags.SCHEDULER, tags)) {
      run.leave();
      return run.id();
    }
  }

  /**
   * Tries a step of a run that a scheduler leads.
   *
   * @throws UserException if it fails
   */
  public ScheduledStep step(String runId, String step, boolean cache) throws InterruptedException {
    return scheduled(runId).run(step, starter(), cache);
  }

  /** Decides about a step that the scheduler itself is to submit. */
  public ScheduledStep beginStep(String runId, String step, boolean cache)
      throws InterruptedException {
    return scheduled(runId).begin(step, cache);
  }

  /**
   * Takes down what a step has left that the scheduler has submitted.
   *
   * @throws UserException if it has not ended well
   */
  public ScheduledStep endStep(String runId, String step) throws InterruptedException {
    return scheduled(runId).end(step);
  }

  /**
   * Ends a run that a scheduler leads.
   *
   * @throws UserException if a step has not ended well
   */
  public PipelineResult end(String runId) {
    return scheduled(runId).finish(runner());
  }

  /**
   * Compares two versions of the landmarks by a run of {@code statistics}, which keeps the result.
   *
   * @return why it could not be done, empty if it was
   */
  public Optional<String> compare(long newest, long baseline) throws InterruptedException {
    Step step = StepGraph.of(settings).statistics(settings);
    List<String> words = new ArrayList<>(options.with(step.assignments()).words());
    words.addAll(
        List.of("--version", Long.toString(newest), "--baseline", Long.toString(baseline)));
    long limit = System.nanoTime() + step.timeLimit().toNanos();
    try (RunningStep running = starter().start(step, words)) {
      while (!running.ended(Duration.ofSeconds(1))) {
        if (System.nanoTime() > limit) {
          return Optional.of(
              "'pose2gloss statistics' took longer than %s and was ended."
                  .formatted(Progress.spoken(step.timeLimit())));
        }
      }
      return running.failure();
    } catch (IOException e) {
      return Optional.of("'pose2gloss statistics' cannot be started: " + e.getMessage() + ".");
    }
  }

  private ScheduledRun scheduled(String runId) {
    return new ScheduledRun(options, tracking, facts(), CodeDigest.of(settings), runId);
  }

  /** A name of this process that no other has. */
  public static String owner() {
    return UUID.randomUUID().toString();
  }

  private PipelineRunner runner() {
    return new PipelineRunner(options, tracking, facts(), starter(), CodeDigest.of(settings));
  }

  private LiveFacts facts() {
    return new LiveFacts(warehouse, tracking, settings.text("tracking.experiment"));
  }

  private StepStarter starter() {
    boolean spark = settings.text("pipeline.start").equals("spark");
    return spark ? SparkStep.by(options) : StepProcess.by(launcher());
  }

  private static Path launcher() {
    String home = System.getenv("POSE2GLOSS_HOME");
    Path launcher = Path.of(home == null ? "" : home, "bin", "pose2gloss");
    if (home == null || !Files.isExecutable(launcher)) {
      throw new UserException(
          "Steps start as bin/pose2gloss on this machine, and that is not here: start the pipeline by it, or set"
              + " pipeline.start=spark.");
    }
    return launcher;
  }

  @Override
  public void close() {
    try {
      warehouse.close();
    } finally {
      tracking.close();
    }
  }
}
