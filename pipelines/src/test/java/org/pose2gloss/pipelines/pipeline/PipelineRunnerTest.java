package org.pose2gloss.pipelines.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.pose2gloss.command.StepContext;
import org.pose2gloss.command.UserException;
import org.pose2gloss.tables.Warehouse;
import org.pose2gloss.tracking.FoundRun;
import org.pose2gloss.tracking.MlflowServer;
import org.pose2gloss.tracking.TrackedRun;
import org.pose2gloss.tracking.Tracking;

/** A real MLflow server, and steps that do nothing but what they are told. */
class PipelineRunnerTest {
  @TempDir private static Path folder;
  private static MlflowServer server;

  private final List<String> begun = new ArrayList<>();
  private String experiment;
  private PipelineOptions options;

  /** What a step does after it has begun: gives back why it fails, null if it ends well. */
  private interface Script {
    String of(Step step, int tries);
  }

  @BeforeAll
  static void start() {
    server =
        MlflowServer.start(
            Path.of(System.getProperty("pose2gloss.root"), ".venv", "bin", "mlflow"), folder, 0);
  }

  @AfterAll
  static void end() {
    server.close();
  }

  @BeforeEach
  void configure(TestInfo test) {
    experiment = test.getDisplayName();
    options =
        new PipelineOptions(
            List.of(),
            List.of(
                "tracking.uri=" + server.uri(),
                "tracking.experiment=" + experiment,
                "catalog.warehouse=" + folder.resolve("warehouse"),
                "pipeline.heartbeat=200 ms",
                "pipeline.steps=[{name = statistics, retries = 2, pause = 10 ms},"
                    + " {name = promote, needs = [statistics], retries = 0, time-limit = 2 s}]"));
  }

  @Test
  void everyStepRunsOnceAndTheRunTellsOfIt() throws Exception {
    PipelineResult result = run((step, tries) -> null);

    assertThat(begun).containsExactly("statistics", "promote");
    assertThat(result.promoted()).isTrue();
    FoundRun run = found(result.run());
    assertThat(run.status()).isEqualTo(FoundRun.Status.FINISHED);
    assertThat(PipelineStatus.of(run).steps())
        .extracting(PipelineStatus.StepStatus::name)
        .containsExactly("statistics", "promote");
  }

  @Test
  void aStepThatFailsIsTriedAgainAsOftenAsItMay() throws Exception {
    run((step, tries) -> step.name().equals("statistics") && tries < 3 ? "no" : null);

    assertThat(begun).containsExactly("statistics", "statistics", "statistics", "promote");
  }

  @Test
  void aStepThatKeepsFailingEndsThePipelineWhichCanBeResumed() throws Exception {
    assertThatThrownBy(() -> run((step, tries) -> step.name().equals("promote") ? "no disk" : null))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("The step 'promote' failed: no disk")
        .hasMessageContaining("pipeline resume ");
    FoundRun failed = newest();
    assertThat(failed.status()).isEqualTo(FoundRun.Status.FAILED);

    begun.clear();
    try (Tracking tracking = Tracking.connect(server.uri());
        TrackedRun run =
            new PipelineRuns(tracking, experiment)
                .takeOver(failed.id(), "me", Duration.ofMillis(100))) {
      runner(tracking, (step, tries) -> null).lead(run, "me", true);
    }

    assertThat(begun).contains("promote");
    assertThat(found(failed.id()).status()).isEqualTo(FoundRun.Status.FINISHED);
  }

  @Test
  void aStepThatHangsIsEnded() {
    assertThatThrownBy(() -> run((step, tries) -> step.name().equals("promote") ? "hang" : null))
        .hasMessageContaining("The step 'promote' took longer than 2 s and was ended");
    assertThat(begun).containsExactly("statistics", "promote", "closed");
  }

  @Test
  void aPipelineThatIsCancelledEndsItsStep() {
    assertThatThrownBy(
            () ->
                run(
                    (step, tries) -> {
                      assertThat(cancel(newest().id())).isEqualTo(PipelineRuns.Cancelled.ASKED);
                      return "hang";
                    }))
        .isInstanceOf(PipelineEndedException.class)
        .hasMessageContaining("enough");
    assertThat(begun).containsExactly("statistics", "closed");
    assertThat(newest().status()).isEqualTo(FoundRun.Status.KILLED);
  }

  @Test
  void aRunThatGivesSignsOfLifeIsNotTakenOver() {
    assertThatThrownBy(
            () ->
                run(
                    (step, tries) -> {
                      try (Tracking tracking = Tracking.connect(server.uri())) {
                        return assertRefused(tracking);
                      }
                    }))
        .hasMessageContaining("gives signs of life");
  }

  @Test
  void aSchedulerLeadsARunStepByStep() throws Exception {
    try (Tracking tracking = Tracking.connect(server.uri())) {
      String run = begun(tracking);
      assertThatThrownBy(() -> step(tracking, run, "promote", (step, tries) -> null))
          .hasMessageContaining("needs 'statistics', which has not ended well");
      assertThatThrownBy(() -> step(tracking, run, "statistics", (step, tries) -> "no disk"))
          .hasMessageContaining("The step 'statistics' failed: no disk");
      assertThatThrownBy(() -> scheduled(tracking, run).finish(runner(tracking, null)))
          .hasMessageContaining("The step 'statistics' failed");
      assertThat(found(run).status()).isEqualTo(FoundRun.Status.FAILED);

      step(tracking, run, "statistics", (step, tries) -> null);
      step(tracking, run, "promote", (step, tries) -> null);
      PipelineResult result = scheduled(tracking, run).finish(runner(tracking, null));

      assertThat(begun).containsExactly("statistics", "statistics", "promote");
      assertThat(result.steps()).extracting(PipelineResult.StepResult::name).hasSize(2);
      assertThat(found(run).status()).isEqualTo(FoundRun.Status.FINISHED);
    }
  }

  @Test
  void aRunThatASchedulerLeadsEndsWhenItIsCancelled() throws Exception {
    try (Tracking tracking = Tracking.connect(server.uri())) {
      String run = begun(tracking);
      tracking.tag(run, RunTags.CANCEL, "enough");

      assertThatThrownBy(() -> step(tracking, run, "statistics", (step, tries) -> null))
          .hasMessageContaining("was cancelled: enough");
      assertThat(begun).isEmpty();
      assertThat(found(run).status()).isEqualTo(FoundRun.Status.KILLED);
    }
  }

  @Test
  void aRunThatLeadsItselfTakesNoStepsFromASchedulers() throws Exception {
    String run = run((step, tries) -> null).run();
    try (Tracking tracking = Tracking.connect(server.uri())) {
      assertThatThrownBy(() -> step(tracking, run, "statistics", (step, tries) -> null))
          .hasMessageContaining("No scheduler leads the run");
    }
  }

  @Test
  void aRunThatHasEndedWellTakesNoStepsAnyMore() throws Exception {
    try (Tracking tracking = Tracking.connect(server.uri())) {
      String run = begun(tracking);
      step(tracking, run, "statistics", (step, tries) -> null);
      step(tracking, run, "promote", (step, tries) -> null);
      scheduled(tracking, run).finish(runner(tracking, null));
      begun.clear();

      assertThatThrownBy(() -> step(tracking, run, "statistics", (step, tries) -> null))
          .hasMessageContaining("has ended well");
      assertThat(begun).isEmpty();
    }
  }

  @Test
  void cancellingARunThatNobodyLeadsEndsIt() {
    String run;
    try (Tracking tracking = Tracking.connect(server.uri());
        TrackedRun left =
            new PipelineRuns(tracking, experiment).begin(options, List.of(), "dead", Map.of())) {
      run = left.id();
      left.leave(); // as kill -9 would leave it
    }

    assertThat(cancel(run)).isEqualTo(PipelineRuns.Cancelled.ENDED);
    assertThat(found(run).status()).isEqualTo(FoundRun.Status.KILLED);
    assertThat(cancel(run)).isEqualTo(PipelineRuns.Cancelled.WAS_OVER);
  }

  @Test
  void whatIsNoRunOfAPipelineIsNotCancelled() {
    String run;
    try (Tracking tracking = Tracking.connect(server.uri());
        TrackedRun other = tracking.startRun(experiment, "train", Optional.empty(), Map.of())) {
      run = other.id();
      other.finished();
    }

    assertThatThrownBy(() -> cancel(run)).hasMessageContaining("is no run of a pipeline");
    assertThat(found(run).tag(RunTags.CANCEL)).isEmpty();
  }

  private PipelineRuns.Cancelled cancel(String run) {
    try (Tracking tracking = Tracking.connect(server.uri())) {
      return new PipelineRuns(tracking, experiment).cancel(run, "enough", Duration.ofMillis(300));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private String begun(Tracking tracking) {
    try (TrackedRun run =
        new PipelineRuns(tracking, experiment)
            .begin(options, List.of(), RunTags.SCHEDULER, Map.of())) {
      run.leave();
      return run.id();
    }
  }

  private void step(Tracking tracking, String run, String name, Script script)
      throws InterruptedException {
    scheduled(tracking, run).run(name, (step, words) -> begin(step, script), true);
  }

  private ScheduledRun scheduled(Tracking tracking, String run) {
    Warehouse warehouse = Warehouse.open(StepContext.catalog(options.load()), new Configuration());
    return new ScheduledRun(
        options, tracking, new LiveFacts(warehouse, tracking, experiment), "code", run);
  }

  private String assertRefused(Tracking tracking) {
    try {
      new PipelineRuns(tracking, experiment)
          .takeOver(newest().id(), "thief", Duration.ofMillis(300))
          .leave();
      return "taken";
    } catch (UserException e) {
      return e.getMessage();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "interrupted";
    }
  }

  private FoundRun newest() {
    try (Tracking tracking = Tracking.connect(server.uri())) {
      return new PipelineRuns(tracking, experiment).all().get(0);
    }
  }

  private static FoundRun found(String run) {
    try (Tracking tracking = Tracking.connect(server.uri())) {
      return tracking.run(run);
    }
  }

  private PipelineResult run(Script script) throws InterruptedException {
    try (Tracking tracking = Tracking.connect(server.uri());
        TrackedRun run =
            new PipelineRuns(tracking, experiment).begin(options, List.of(), "me", Map.of())) {
      return runner(tracking, script).lead(run, "me", true);
    }
  }

  private PipelineRunner runner(Tracking tracking, Script script) {
    Warehouse warehouse = Warehouse.open(StepContext.catalog(options.load()), new Configuration());
    return new PipelineRunner(
        options,
        tracking,
        new LiveFacts(warehouse, tracking, experiment),
        (step, words) -> begin(step, script),
        "code");
  }

  private RunningStep begin(Step step, Script script) {
    begun.add(step.name());
    int tries = (int) begun.stream().filter(step.name()::equals).count();
    String failure = script.of(step, tries);
    boolean hangs = "hang".equals(failure);
    return new RunningStep() {
      @Override
      public boolean ended(Duration longest) throws InterruptedException {
        Thread.sleep(hangs ? longest.toMillis() : 0);
        return !hangs;
      }

      @Override
      public Optional<String> failure() {
        return Optional.ofNullable(failure);
      }

      @Override
      public Optional<JsonNode> result() {
        return Optional.of(RunTags.parsed("{\"promoted\": true, \"reason\": \"it is better\"}"));
      }

      @Override
      public void close() {
        if (hangs) {
          begun.add("closed");
        }
      }
    };
  }
}
