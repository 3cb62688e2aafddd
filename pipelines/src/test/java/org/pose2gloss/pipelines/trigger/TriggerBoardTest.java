package org.pose2gloss.pipelines.trigger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pose2gloss.command.StepContext;
import org.pose2gloss.command.UsageException;
import org.pose2gloss.command.UserException;
import org.pose2gloss.pipelines.pipeline.PipelineOptions;
import org.pose2gloss.pipelines.pipeline.PipelineResult;
import org.pose2gloss.pipelines.pipeline.PipelineRuns;
import org.pose2gloss.pipelines.pipeline.PipelineSession;
import org.pose2gloss.pipelines.pipeline.RunTags;
import org.pose2gloss.tables.Tables;
import org.pose2gloss.tables.Warehouse;
import org.pose2gloss.tracking.FoundRun;
import org.pose2gloss.tracking.MlflowServer;
import org.pose2gloss.tracking.ModelRegistry;
import org.pose2gloss.tracking.TrackedRun;
import org.pose2gloss.tracking.Tracking;

/** A real MLflow server and a real table; only the steps of the pipeline are left out. */
class TriggerBoardTest {
  @TempDir private static Path folder;
  private static MlflowServer server;

  private final List<String> led = Collections.synchronizedList(new ArrayList<>());
  private final List<String> compared = new ArrayList<>();
  private boolean statisticsFail;
  private Tracking tracking;
  private Warehouse warehouse;
  private PipelineOptions options;
  private String experiment;
  private String model;

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
  void aPipelineIsInProduction(TestInfo test) {
    experiment = test.getDisplayName().replaceAll("[^A-Za-z]", "");
    model = "model-" + experiment;
    options =
        new PipelineOptions(
            List.of(),
            List.of(
                "tracking.uri=" + server.uri(),
                "tracking.experiment=" + experiment,
                "catalog.warehouse=" + folder.resolve(experiment),
                "pipeline.name=" + experiment,
                "pipeline.heartbeat=100 ms",
                "model.name=" + model,
                "triggers.max-tries=2",
                "triggers.cool-down=1 ms"));
    tracking = Tracking.connect(server.uri());
    warehouse = Warehouse.open(StepContext.catalog(options.load()), new Configuration());
    long snapshot = arrive();
    try (TrackedRun run =
        new PipelineRuns(tracking, experiment).begin(options, List.of(), "first", Map.of())) {
      run.tags(
          Map.of("production", model, RunTags.SNAPSHOT + "landmarks", Long.toString(snapshot)));
      run.text("a model", "model/MLmodel");
      ModelRegistry registry = tracking.registry();
      int version =
          registry.register(
              model, run.id(), "model", Map.of("test_accuracy", "0.7", "evaluation_run", "e1"), "");
      registry.alias(model, "production", version);
      run.finished();
    }
  }

  @Test
  void nothingIsRunWhereNothingIsNew() throws Exception {
    TriggerBoard.Outcome outcome = act();

    assertThat(led).isEmpty();
    assertThat(outcome.triggers())
        .extracting(TriggerBoard.Seen::state)
        .containsExactly("nothing", "nothing");
  }

  @Test
  void newDataHaveOneRunHoweverManyWatch() throws Exception {
    long snapshot = arrive();
    ExecutorService watchers = Executors.newFixedThreadPool(4);
    Callable<TriggerBoard.Outcome> watcher = this::act;
    for (var watched : watchers.invokeAll(Collections.nCopies(4, watcher))) {
      watched.get();
    }
    watchers.shutdown();

    assertThat(led).containsExactly("preparation.landmarks-version=" + snapshot);
    assertThat(act().triggers().get(0).state()).isEqualTo("done");
  }

  @Test
  void aVersionThatIsOlderThanTheTrainedOneIsNotNew() throws Exception {
    Table table = warehouse.existing(Tables.LANDMARKS);
    long trained = table.currentSnapshot().snapshotId();
    arrive();
    act();
    assertThat(led).hasSize(1);
    table.refresh();
    table.manageSnapshots().replaceTag("stable", trained).commit();

    assertThat(act().triggers().get(0).state()).isEqualTo("nothing");
  }

  @Test
  void aRunWhoseProcessDiedIsLedOnByTheNext() throws Exception {
    arrive();
    assertThatThrownBy(
            () ->
                board(
                        (session, run, owner) -> {
                          led.add(run.id());
                          run.leave(); // as kill -9 would leave it
                          throw new IllegalStateException("dead");
                        })
                    .act())
        .isInstanceOf(IllegalStateException.class);

    board(
            (session, run, owner) -> {
              led.add(run.id());
              return finished(run);
            })
        .act();

    assertThat(led).hasSize(2);
    assertThat(led.get(1)).isEqualTo(led.get(0));
    assertThat(tracking.run(led.get(0)).tag(Event.TRIES)).isEqualTo("2");
  }

  @Test
  void aPipelineThatKeepsFailingIsLeftAloneWithAnAlarm() throws Exception {
    arrive();
    TriggerBoard board =
        board(
            (session, run, owner) -> {
              led.add(run.id());
              run.failed("The disk is full.");
              throw new UserException("The disk is full.");
            });
    assertThatThrownBy(board::act).hasMessage("The disk is full.");
    assertThatThrownBy(board::act).hasMessage("The disk is full.");

    TriggerBoard.Outcome outcome = board.act();

    assertThat(led).hasSize(2);
    assertThat(outcome.alarms())
        .singleElement()
        .asString()
        .contains("has failed 2 times and is left alone: The disk is full.");
  }

  @Test
  void anAccuracyThatIsTooLowIsAReasonOnce() throws Exception {
    tracking.registry().tag(model, 1, "test_accuracy", "0.59");

    act();
    act();

    assertThat(led).singleElement().asString().contains("training.seed=");
    List<FoundRun> runs =
        new PipelineRuns(tracking, experiment).of(experiment, Map.of(Event.TRIGGER, "accuracy"));
    assertThat(runs).hasSize(1);
    assertThat(runs.get(0).tag(Event.SENTENCE)).contains("is 0.5900, below 0.6");
  }

  @Test
  void whereAFactIsMissingNothingIsDecided() throws Exception {
    arrive();
    TriggerBoard.Outcome outcome =
        new TriggerBoard(
                options.with(List.of("catalog.warehouse=" + folder.resolve("nowhere"))),
                Clock.systemUTC(),
                this::leads,
                this::compares)
            .act();

    assertThat(led).isEmpty();
    assertThat(outcome.triggers().get(0).state()).isEqualTo("unknown");
  }

  @Test
  void nextRunOfTheSameTriggerWaitsForTheCoolDown() throws Exception {
    arrive();
    act();
    arrive();

    TriggerBoard.Outcome outcome =
        new TriggerBoard(
                options.with(List.of("triggers.cool-down=1 h")),
                Clock.systemUTC(),
                this::leads,
                this::compares)
            .act();

    assertThat(led).hasSize(1);
    assertThat(outcome.triggers().get(0).state()).isEqualTo("waiting");
    assertThat(outcome.triggers().get(0).why()).contains("the next one is in 5");
  }

  @Test
  void landmarksThatHaveDriftedAreAReasonOnce() throws Exception {
    long trained = warehouse.existing(Tables.LANDMARKS).currentSnapshot().snapshotId();
    long newest = arrive();
    compared(newest, trained, 3);
    options = options.with(List.of("triggers.enabled=[drift]"));

    act();
    TriggerBoard.Outcome outcome = act();

    assertThat(led).containsExactly("preparation.landmarks-version=" + newest);
    assertThat(outcome.triggers().get(0).state()).isEqualTo("done");
    assertThat(outcome.triggers().get(0).saw()).contains("3 features").contains("pose_0_x");
  }

  @Test
  void versionsThatNobodyHasComparedAreComparedOnce() throws Exception {
    long trained = warehouse.existing(Tables.LANDMARKS).currentSnapshot().snapshotId();
    long newest = arrive();
    compared(newest, newest, 3); // another baseline
    options = options.with(List.of("triggers.enabled=[drift]"));

    act();
    act();

    assertThat(compared).containsExactly(newest + " " + trained);
    assertThat(led).containsExactly("preparation.landmarks-version=" + newest);
  }

  @Test
  void whoeverOnlyLooksComparesNothing() throws Exception {
    arrive();
    options = options.with(List.of("triggers.enabled=[drift]"));

    TriggerBoard.Outcome outcome = board(this::leads).look();

    assertThat(compared).isEmpty();
    assertThat(led).isEmpty();
    assertThat(outcome.triggers().get(0).state()).isEqualTo("unknown");
    assertThat(outcome.triggers().get(0).saw()).contains("has not been compared");
  }

  @Test
  void statisticsThatFailDecideNothingAndAreNotTriedAgainAtOnce() throws Exception {
    arrive();
    statisticsFail = true;
    options = options.with(List.of("triggers.enabled=[drift]", "triggers.cool-down=1 h"));

    TriggerBoard.Outcome first = act();
    TriggerBoard.Outcome second = act();

    assertThat(compared).hasSize(1);
    assertThat(led).isEmpty();
    assertThat(first.triggers().get(0).state()).isEqualTo("unknown");
    assertThat(first.triggers().get(0).saw()).contains("no disk");
    assertThat(second.triggers().get(0).state()).isEqualTo("unknown");
    assertThat(second.triggers().get(0).saw()).contains("is tried again in ");
  }

  @Test
  void asManyShiftedFeaturesAsAreAllowedAreNoDrift() throws Exception {
    long trained = warehouse.existing(Tables.LANDMARKS).currentSnapshot().snapshotId();
    compared(arrive(), trained, 3);
    options = options.with(List.of("triggers.enabled=[drift]", "triggers.max-shifted-features=3"));

    assertThat(act().triggers().get(0).state()).isEqualTo("nothing");
    assertThat(led).isEmpty();
  }

  @Test
  void aClockThatJumpsBackStartsNoMomentAgain() throws Exception {
    options = options.with(List.of("triggers.enabled=[schedule]", "triggers.schedule=0 * * * *"));
    Instant now = Instant.now();
    at(now.plus(Duration.ofHours(30)));
    assertThat(led).hasSize(1);

    at(now.plus(Duration.ofHours(30))); // the same moment
    assertThat(led).hasSize(1);
    at(now.minus(Duration.ofHours(5))); // before what is served was made
    assertThat(led).hasSize(1);
    at(now.plus(Duration.ofHours(30)));
    assertThat(led).hasSize(1);
  }

  @Test
  void aClockThatJumpsBackMakesTheCoolDownNoLongerThanItIs() throws Exception {
    arrive();
    act();
    arrive();
    options = options.with(List.of("triggers.cool-down=1 h"));

    TriggerBoard.Outcome outcome = at(Instant.now().minus(Duration.ofDays(400)));

    assertThat(outcome.triggers().get(0).state()).isEqualTo("waiting");
    assertThat(outcome.triggers().get(0).why()).contains("the next one is in 1 h");
  }

  @Test
  void whatTriggersDoIsPostedToTheWebhook() throws Exception {
    List<String> posted = Collections.synchronizedList(new ArrayList<>());
    HttpServer hook =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    hook.createContext(
        "/hook",
        exchange -> {
          posted.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
          exchange.sendResponseHeaders(500, -1); // that it fails there stops nothing here
          exchange.close();
        });
    hook.start();
    try {
      options =
          options.with(
              List.of(
                  "triggers.webhook=http://127.0.0.1:%d/hook"
                      .formatted(hook.getAddress().getPort())));
      arrive();
      act();
    } finally {
      hook.stop(0);
    }

    assertThat(posted).hasSize(2);
    assertThat(posted.get(0))
        .contains("\"state\":\"started\"")
        .contains("\"trigger\":\"new-data\"");
    assertThat(posted.get(1)).contains("\"state\":\"finished\"").contains("It is better.");
  }

  @Test
  void aRunThatASchedulerLeadsIsLeftAlone() throws Exception {
    long snapshot = arrive();

    TriggerBoard.Outcome begun = board(this::leads).begin();
    TriggerBoard.Outcome other = act();

    assertThat(led).isEmpty();
    assertThat(other.triggers().get(0).state()).isEqualTo("running");
    FoundRun run = tracking.run(begun.run());
    assertThat(run.status()).isEqualTo(FoundRun.Status.RUNNING);
    assertThat(PipelineOptions.ownOf(run))
        .containsExactly("preparation.landmarks-version=" + snapshot);
  }

  @Test
  void whoeverMovesTheTagHasTheOtherPipelineRun() throws Exception {
    long trained = warehouse.existing(Tables.LANDMARKS).currentSnapshot().snapshotId();
    String other = inProduction(experiment + "-other", model + "-other", trained);
    arrive();
    assertThat(act().pipeline()).isEqualTo(experiment);

    List<FoundRun> own = new PipelineRuns(tracking, experiment).of(experiment, Map.of());
    own.forEach(run -> tracking.tag(run.id(), "production", ""));
    arrive();
    TriggerBoard.Outcome outcome = act();

    assertThat(outcome.pipeline()).isEqualTo(experiment + "-other");
    assertThat(tracking.run(outcome.run()).tag(RunTags.NAME)).isEqualTo(experiment + "-other");
    assertThat(tracking.run(other).tag("production")).isEqualTo(model + "-other");
  }

  @Test
  void severalOtherPipelinesWithTheTagAreNoChoiceThatIsMadeHere() {
    long trained = warehouse.existing(Tables.LANDMARKS).currentSnapshot().snapshotId();
    inProduction("b", model + "-b", trained);
    options = options.with(List.of("model.name=" + model + "-none"));

    assertThatThrownBy(this::act)
        .isInstanceOf(UserException.class)
        .hasMessageContaining("several other pipelines have the tag (b, " + experiment + ")");
  }

  private String inProduction(String pipeline, String itsModel, long snapshot) {
    PipelineOptions own =
        options.with(List.of("pipeline.name=" + pipeline, "model.name=" + itsModel));
    try (TrackedRun run =
        new PipelineRuns(tracking, experiment).begin(own, List.of(), "first", Map.of())) {
      run.tags(
          Map.of("production", itsModel, RunTags.SNAPSHOT + "landmarks", Long.toString(snapshot)));
      run.finished();
      return run.id();
    }
  }

  @Test
  void aRunThatNeverCameToItsSchedulerIsHandedOutAgain() throws Exception {
    arrive();
    TriggerBoard.Outcome first = board(this::leads).begin();

    TriggerBoard.Outcome again = board(this::leads).begin();

    assertThat(again.run()).isEqualTo(first.run()).isNotEmpty();
    FoundRun run = tracking.run(first.run());
    assertThat(run.tag(Event.TRIES)).isEqualTo("2");
    assertThat(run.tag(RunTags.OWNER)).isEqualTo(RunTags.SCHEDULER);
  }

  @Test
  void aRunThatWasBegunForNoReasonIsLeftToItsScheduler() throws Exception {
    arrive();
    try (TrackedRun run =
        new PipelineRuns(tracking, experiment)
            .begin(options, List.of(), RunTags.SCHEDULER, Map.of())) {
      run.leave();
    }

    TriggerBoard.Outcome outcome = board(this::leads).begin();

    assertThat(outcome.run()).isEmpty();
    assertThat(outcome.triggers().get(0).state()).isEqualTo("running");
  }

  @Test
  void aRunWhoseFirstStepWasBegunIsItsSchedulers() throws Exception {
    arrive();
    TriggerBoard.Outcome first = board(this::leads).begin();
    tracking.tag(first.run(), RunTags.STATE + "extract", "{\"state\": \"running\"}");

    TriggerBoard.Outcome again = board(this::leads).begin();

    assertThat(again.run()).isEmpty();
    assertThat(again.triggers().get(0).state()).isEqualTo("running");
  }

  @ParameterizedTest
  @ValueSource(strings = {"example.org", "ftp://example.org", "http://", "http://[", "http:// x"})
  void whatIsNoAddressIsRefusedBeforeAnythingIsDone(String webhook) {
    options = options.with(List.of("triggers.webhook=" + webhook));

    assertThatThrownBy(() -> board(this::leads))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("triggers.webhook is no address");
  }

  /** As the command does, without the counting. */
  private Optional<String> compares(PipelineSession session, long newest, long baseline) {
    compared.add(newest + " " + baseline);
    if (statisticsFail) {
      try (TrackedRun run =
          tracking.startRun(
              experiment, "statistics", Optional.empty(), Map.of(RunTags.STEP, "statistics"))) {
        run.failed("no disk");
      }
      return Optional.of("no disk");
    }
    compared(newest, baseline, 3);
    return Optional.empty();
  }

  /** A run of {@code statistics} that has compared two versions. */
  private void compared(long snapshot, long baseline, int shifted) {
    try (TrackedRun run =
        tracking.startRun(
            experiment, "statistics", Optional.empty(), Map.of(RunTags.STEP, "statistics"))) {
      run.tag(
          RunTags.RESULT,
          "{\"snapshot\": %d, \"baseline_snapshot\": %d, \"shifted_features\": %d, \"worst_feature\": \"pose_0_x\"}"
              .formatted(snapshot, baseline, shifted));
      run.finished();
    }
  }

  private TriggerBoard.Outcome at(Instant moment) throws InterruptedException {
    return new TriggerBoard(
            options, Clock.fixed(moment, ZoneOffset.UTC), this::leads, this::compares)
        .act();
  }

  /** One more version of the landmarks, which is the one to train on. */
  private long arrive() {
    Table table = warehouse.openOrCreate(Tables.LANDMARKS);
    table.newAppend().commit();
    long snapshot = table.currentSnapshot().snapshotId();
    if (table.refs().containsKey("stable")) {
      table.manageSnapshots().replaceTag("stable", snapshot).commit();
    } else {
      table.manageSnapshots().createTag("stable", snapshot).commit();
    }
    return snapshot;
  }

  private TriggerBoard.Outcome act() throws InterruptedException {
    return board(this::leads).act();
  }

  private TriggerBoard board(TriggerBoard.Leader leader) {
    return new TriggerBoard(options, Clock.systemUTC(), leader, this::compares);
  }

  private PipelineResult leads(PipelineSession session, TrackedRun run, String owner)
      throws InterruptedException {
    led.add(String.join(" ", PipelineOptions.ownOf(tracking.run(run.id()))));
    // Alive for as long as others look.
    for (int beat = 0; beat < 20; beat++) {
      run.tag(RunTags.HEARTBEAT, Integer.toString(beat));
      Thread.sleep(Duration.ofMillis(50).toMillis());
    }
    return finished(run);
  }

  private PipelineResult finished(TrackedRun run) {
    run.finished();
    return new PipelineResult(
        experiment, run.id(), List.of(), model + "/2", 0.7, 0.9, 10L, 5, true, "It is better.", 1);
  }
}
