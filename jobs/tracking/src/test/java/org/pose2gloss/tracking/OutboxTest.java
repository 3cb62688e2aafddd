package org.pose2gloss.tracking;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(RealMlflow.class)
class OutboxTest {
  private static final Duration LONG_ENOUGH = Duration.ofSeconds(20);

  private final RealMlflow.Server server;
  private Gate gate;
  private Outbox outbox;
  private Tracking tracking;

  OutboxTest(RealMlflow.Server server) {
    this.server = server;
  }

  @BeforeEach
  void connect(@TempDir Path folder) throws IOException {
    gate = new Gate(server.uri());
    outbox = new Outbox(folder.resolve("outbox"), 10_000_000, Duration.ofSeconds(4));
    tracking = Tracking.connect(gate.uri(), options());
  }

  @AfterEach
  void disconnect() throws IOException {
    tracking.close();
    gate.close();
  }

  @Test
  void whileTheServerIsAwayNothingWaitsAndNothingIsLost() throws Exception {
    TrackedRun run = start().inBackground();
    log(run, 0, 50);
    awaitPoints(run, 50);
    gate.shut();
    long began = System.nanoTime();
    log(run, 50, 100);
    run.tag("late", "yes");
    run.artifact(file("a picture"), "plots");
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(2));
    gate.open();
    log(run, 100, 150);
    run.finished();
    assertThat(steps(run)).isEqualTo(IntStream.range(0, 150).boxed().toList());
    assertThat(state(run).at("/info/status").asText()).isEqualTo("FINISHED");
    assertThat(state(run).at("/data/tags").toString()).contains("\"late\"");
    assertThat(new String(server.artifact(run.id(), "plots/file.txt"), UTF_8))
        .isEqualTo("a picture");
    assertThat(outbox.folder()).isEmptyDirectory();
  }

  @Test
  void aPointIsVisibleWithinSecondsOfBeingMeasured() throws Exception {
    try (TrackedRun run = start().inBackground()) {
      run.metric("loss", 0.5, 1);
      long began = System.nanoTime();
      awaitPoints(run, 1);
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(3));
    }
  }

  @Test
  void aPointWhoseAnswerWasLostIsNotShownTwice() throws Exception {
    TrackedRun run = start().inBackground();
    gate.loseAnswers();
    log(run, 0, 20);
    awaitPoints(run, 1);
    gate.shut();
    gate.open();
    run.finished();
    assertThat(steps(run)).isEqualTo(IntStream.range(0, 20).boxed().toList());
  }

  @Test
  void pointsThatARunHasAreKnown() throws Exception {
    List<MetricPoint> stored =
        List.of(
            new MetricPoint("loss", 0.1, 1, 5),
            new MetricPoint("loss", Double.NaN, 2, 5),
            new MetricPoint("loss", Double.NEGATIVE_INFINITY, 3, 5));
    MetricPoint other = new MetricPoint("loss", 0.1, 1, 6);
    try (TrackedRun run = start();
        MlflowApi api = new MlflowApi(server.uri(), options())) {
      run.metrics(stored);
      List<MetricPoint> all = new ArrayList<>(stored);
      all.add(other);
      assertThat(PointHistory.missing(api, run.id(), all)).containsExactly(other);
      assertThat(tracking.points(run.id(), "loss")).hasSize(3).contains(stored.get(0));
      assertThat(tracking.points(run.id(), "absent")).isEmpty();
    }
  }

  @Test
  void whatCouldNotBeDeliveredByTheEndIsDeliveredByAFlush() throws Exception {
    TrackedRun run = start();
    gate.shut();
    run.metric("loss", 0.25, 7);
    run.failed("The disk is full.");
    assertThat(outbox.waiting()).hasSize(1);
    assertThat(outbox.waiting().get(0).run()).isEqualTo(run.reference());
    assertThat(outbox.waiting().get(0).inUse()).isFalse();
    assertThat(outbox.flush(uri -> true, options(), Duration.ofSeconds(1)))
        .satisfies(
            flushed -> {
              assertThat(flushed.left()).isEqualTo(1);
              assertThat(flushed.problem()).contains("cannot be reached");
            });
    gate.open();
    assertThat(outbox.flush(uri -> false, options(), LONG_ENOUGH).delivered()).isZero();
    assertThat(outbox.flush(uri -> true, options(), LONG_ENOUGH))
        .isEqualTo(new Outbox.Flushed(1, 0, ""));
    assertThat(outbox.waiting()).isEmpty();
    assertThat(steps(run)).containsExactly(7);
    assertThat(state(run).at("/info/status").asText()).isEqualTo("FAILED");
    assertThat(state(run).at("/data/tags").toString()).contains("The disk is full.");
  }

  @Test
  void aModelIsRegisteredOnceItsFilesHaveArrived() throws Exception {
    TrackedRun run = start().inBackground();
    gate.shut();
    run.artifact(file("weights"), "model");
    assertThat(run.register("late", "model", Map.of("a", "b"), "", "candidate")).isEmpty();
    run.finished();
    gate.open();
    assertThat(outbox.flush(uri -> true, options(), LONG_ENOUGH).delivered()).isEqualTo(1);
    assertThat(tracking.registry().byAlias("late", "candidate"))
        .hasValueSatisfying(version -> assertThat(version.runId()).isEqualTo(run.id()));
  }

  @Test
  void whatAnExecutorCouldNotDeliverIsTakenOverByTheDriver() throws Exception {
    TrackedRun driver = start();
    Undelivered left;
    try (TrackedRun executor = tracking.attach(driver.reference()).inBackground()) {
      log(executor, 0, 10);
      awaitPoints(driver, 10);
      gate.shut();
      log(executor, 10, 20);
      executor.artifact(file("weights"), "model");
      left = executor.handOver();
    }
    assertThat(outbox.waiting()).isEmpty();
    assertThat(left.isEmpty()).isFalse();
    driver.adopt(left);
    gate.open();
    driver.metric("val_accuracy", 0.5, 0);
    driver.finished();
    assertThat(steps(driver)).isEqualTo(IntStream.range(0, 20).boxed().toList());
    assertThat(new String(server.artifact(driver.id(), "model/file.txt"), UTF_8))
        .isEqualTo("weights");
    assertThat(state(driver).at("/info/status").asText()).isEqualTo("FINISHED");
  }

  @Test
  void recordsThatTheServerRefusesAreKeptWithTheReasonAndHoldNothingUp() throws Exception {
    TrackedRun run = start();
    run.params(Map.of("seed", "1"));
    run.inBackground();
    run.params(Map.of("seed", "2"));
    run.metric("loss", 0.5, 1);
    run.finished();
    assertThat(steps(run)).containsExactly(1);
    assertThat(state(run).at("/info/status").asText()).isEqualTo("FINISHED");
    assertThat(outbox.waiting()).isEmpty();
    assertThat(outbox.refused())
        .singleElement()
        .satisfies(file -> assertThat(file).content().contains("seed").contains("reason"));
  }

  @Test
  void aFullOutboxDropsPointsAndSaysHowManyButKeepsTheRest() throws Exception {
    TrackingOptions small = options().withOutbox(new Outbox(outbox.folder(), 2000, LONG_ENOUGH));
    try (Tracking narrow = Tracking.connect(gate.uri(), small)) {
      TrackedRun run = narrow.startRun("outbox", "run", Optional.empty(), Map.of());
      run.inBackground();
      gate.shut();
      log(run, 0, 100);
      gate.open();
      run.finished();
      JsonNode state = state(run);
      assertThat(state.at("/info/status").asText()).isEqualTo("FINISHED");
      int kept = steps(run).size();
      assertThat(kept).isBetween(10, 40);
      assertThat(state.at("/data/tags").toString())
          .contains("{\"key\":\"metric_points_dropped\",\"value\":\"" + (100 - kept) + "\"}");
    }
  }

  @Test
  void halfALastLineOfAKilledProcessIsCutOff() throws Exception {
    TrackedRun run = start();
    Lane lane = outbox.lane(run.reference());
    lane.append(new OutboxRecord.Metrics(List.of(new MetricPoint("loss", 0.5, 3, 5))));
    lane.close();
    Files.writeString(
        lane.folder().resolve(Lane.RECORDS),
        "{\"kind\":\"metrics\",\"poi",
        StandardOpenOption.APPEND);
    assertThat(outbox.flush(uri -> true, options(), LONG_ENOUGH).delivered()).isEqualTo(1);
    assertThat(steps(run)).containsExactly(3);
    run.finished();
  }

  @Test
  void aMarkThatWasNotWrittenWholeKeepsNobodyFromDelivering() throws Exception {
    Path mark = Files.createDirectories(outbox.folder().resolve("open-0123"));
    Files.writeString(mark.resolve("open.json"), "{\"server\":");
    assertThat(outbox.flush(uri -> true, options(), LONG_ENOUGH))
        .isEqualTo(new Outbox.Flushed(0, 0, ""));
  }

  @Test
  void theNextProcessDeliversWhatTheLastOneLeft() throws Exception {
    TrackedRun run = start();
    gate.shut();
    run.metric("loss", 0.5, 3);
    run.finished();
    gate.open();
    try (Tracking next = Tracking.connect(gate.uri(), options())) {
      next.deliverLeftovers();
    }
    assertThat(outbox.waiting()).isEmpty();
    assertThat(steps(run)).containsExactly(3);
  }

  @Test
  void aLaneThatIsInUseIsLeftAlone() throws Exception {
    try (TrackedRun run = start().inBackground()) {
      gate.shut();
      run.metric("loss", 0.5, 1);
      assertThat(outbox.waiting())
          .singleElement()
          .satisfies(waiting -> assertThat(waiting.inUse()).isTrue());
      gate.open();
      assertThat(outbox.flush(uri -> true, options(), LONG_ENOUGH))
          .isEqualTo(new Outbox.Flushed(0, 0, ""));
    }
  }

  @Test
  void theRunOfAProcessThatDiesWithoutAWordIsEndedByTheNextOne() throws Exception {
    Process child =
        ChildJvm.start("-Xmx64m", Dying.class, server.uri().toString(), outbox.folder().toString());
    String id = new String(child.getInputStream().readNBytes(32), UTF_8);
    assertThat(outbox.flush(uri -> true, options(), LONG_ENOUGH))
        .as("while it lives")
        .isEqualTo(new Outbox.Flushed(0, 0, ""));
    assertThat(run(id).at("/info/status").asText()).isEqualTo("RUNNING");
    child.destroyForcibly().waitFor();
    try (Tracking next = Tracking.connect(server.uri(), options())) {
      next.deliverLeftovers();
    }
    assertThat(run(id).at("/info/status").asText()).isEqualTo("KILLED");
    assertThat(run(id).at("/data/tags").toString())
        .contains("The process that did the work is gone");
    assertThat(outbox.folder()).isEmptyDirectory();
  }

  /** Starts a run, says which, and stays. */
  static final class Dying {
    public static void main(String[] args) throws Exception {
      Outbox outbox = new Outbox(Path.of(args[1]), 1_000_000, Duration.ofSeconds(1));
      Tracking tracking =
          Tracking.connect(URI.create(args[0]), TrackingOptions.defaults().withOutbox(outbox));
      System.out.print(
          tracking
              .startRun("outbox", "dying", Optional.empty(), Map.of())
              .endedWithThisProcess()
              .id());
      System.out.flush();
      Thread.sleep(60_000);
    }
  }

  @Test
  void aRunThatHasEndedLeavesNoMark() {
    start().endedWithThisProcess().finished();
    start().endedWithThisProcess().failed("no reason");
    start().endedWithThisProcess().leave();
    assertThat(outbox.folder()).isEmptyDirectory();
  }

  private TrackingOptions options() {
    return TrackingOptions.defaults().withPatience(Duration.ofMillis(300)).withOutbox(outbox);
  }

  private TrackedRun start() {
    return tracking.startRun("outbox", "run", Optional.empty(), Map.of());
  }

  private static void log(TrackedRun run, int from, int to) {
    IntStream.range(from, to).forEach(step -> run.metric("loss", 1.0 / (step + 1), step));
  }

  private static Path file(String content) throws IOException {
    return Files.writeString(Files.createTempDirectory("outbox-").resolve("file.txt"), content);
  }

  private void awaitPoints(TrackedRun run, int count) throws Exception {
    for (int i = 0; i < 200 && steps(run).size() < count; i++) {
      Thread.sleep(50);
    }
    assertThat(steps(run)).hasSizeGreaterThanOrEqualTo(count);
  }

  /** Steps of the metric in the order of the server. */
  private List<Integer> steps(TrackedRun run) throws Exception {
    List<Integer> steps = new ArrayList<>();
    server
        .get("metrics/get-history?metric_key=loss&run_id=" + run.id())
        .path("metrics")
        .forEach(metric -> steps.add(metric.path("step").asInt()));
    return steps;
  }

  private JsonNode state(TrackedRun run) throws Exception {
    return run(run.id());
  }

  private JsonNode run(String id) throws Exception {
    return server.get("runs/get?run_id=" + id).path("run");
  }
}
