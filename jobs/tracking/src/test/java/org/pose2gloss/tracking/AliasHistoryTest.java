package org.pose2gloss.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RealMlflow.class)
class AliasHistoryTest {
  private static final Duration TERM = Duration.ofSeconds(20);

  private final RealMlflow.Server server;
  private Tracking tracking;

  AliasHistoryTest(RealMlflow.Server server) {
    this.server = server;
  }

  @BeforeEach
  void connect() {
    tracking = Tracking.connect(server.uri());
  }

  @AfterEach
  void disconnect() {
    tracking.close();
  }

  @Test
  void goingBackGoesThroughWhatWasServedBefore() throws Exception {
    AliasHistory history = history("walked");
    assertThat(history.before(1)).isEmpty();
    history.add(move(1, 0, AliasMove.Kind.PROMOTED));
    history.add(move(2, 1, AliasMove.Kind.PROMOTED));
    history.add(move(3, 2, AliasMove.Kind.FORCED));
    assertThat(history.before(3)).hasValue(2);
    history.add(move(2, 3, AliasMove.Kind.ROLLED_BACK));
    assertThat(history.before(2)).hasValue(1);
    history.add(move(1, 2, AliasMove.Kind.ROLLED_BACK));
    assertThat(history.before(1)).isEmpty();
    history.add(move(3, 1, AliasMove.Kind.PROMOTED));
    assertThat(history.before(3)).hasValue(1);
    assertThat(history.moves()).hasSize(6).last().isEqualTo(move(3, 1, AliasMove.Kind.PROMOTED));
  }

  @Test
  void anAliasThatWasMovedByHandGoesBackToTheLastKnownPlace() throws Exception {
    AliasHistory history = history("by hand");
    history.add(move(1, 0, AliasMove.Kind.PROMOTED));
    assertThat(history.before(7)).hasValue(1);
  }

  @Test
  void theOldestMovesAreForgottenWhereMlflowKeepsNoMore() throws Exception {
    AliasHistory history = history("long");
    for (int i = 1; i <= 30; i++) {
      history.add(
          new AliasMove(
              i, i - 1, AliasMove.Kind.PROMOTED, "2026-11-24T00:00:00Z", "", "x".repeat(300)));
    }
    List<AliasMove> moves = history.moves();
    assertThat(moves).hasSizeBetween(5, 20);
    assertThat(moves.get(moves.size() - 1).version()).isEqualTo(30);
  }

  @Test
  void aTagThatIsNoHistoryIsASentence() throws Exception {
    AliasHistory history = history("scribbled");
    server.post(
        "registered-models/set-tag",
        "{\"name\":\"scribbled\",\"key\":\"production.history\",\"value\":\"hello\"}");
    assertThatThrownBy(history::moves)
        .isInstanceOf(TrackingException.class)
        .hasMessageContaining("production.history of the registered model scribbled is no history");
  }

  @Test
  void ofManyWhoClaimAtOnceOneHoldsAtATime() throws Exception {
    AliasHistory history = history("crowded");
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    ExecutorService pool = Executors.newFixedThreadPool(6);
    try {
      List<Future<?>> all =
          IntStream.range(0, 6)
              .<Future<?>>mapToObj(
                  i ->
                      pool.submit(
                          () -> {
                            try (RegistryClaim claim = history.claim(TERM)) {
                              most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                              claim.check();
                              inside.decrementAndGet();
                            }
                          }))
              .toList();
      for (Future<?> one : all) {
        one.get();
      }
    } finally {
      pool.shutdownNow();
    }
    assertThat(most).hasValue(1);
    assertThat(inside).hasValue(0);
  }

  @Test
  // The claim of one who dies is never closed, and that is the point.
  @SuppressWarnings("resource")
  void aClaimThatIsLeftBehindEndsAfterItsTermAndItsHolderKnows() throws Exception {
    AliasHistory history = history("left");
    Duration term = Duration.ofSeconds(2);
    RegistryClaim dead = history.claim(term);
    long started = System.nanoTime();
    try (RegistryClaim next = history.claim(term)) {
      assertThat(Duration.ofNanos(System.nanoTime() - started)).isGreaterThan(term);
      assertThatThrownBy(dead::check)
          .isInstanceOf(TrackingException.class)
          .hasMessageContaining("nothing was changed; try again");
      dead.close();
      next.check();
    } catch (TrackingException e) {
      // On a machine that is busy the second may have run out, too.
      assertThat(e).hasMessageContaining("held too long");
    }
  }

  @Test
  void aTagMovesFromRunToRun() {
    try (TrackedRun first = tracking.startRun("tagged", "first", Optional.empty(), Map.of());
        TrackedRun second = tracking.startRun("tagged", "second", Optional.empty(), Map.of())) {
      TaggedRuns runs = tracking.taggedRuns(first.experimentId());
      assertThat(runs.all("production", "it's")).isEmpty();
      runs.move("production", "it's", first.id());
      runs.move("production", "other", first.id());
      runs.move("production", "it's", second.id());
      assertThat(runs.all("production", "it's")).containsExactly(second.id());
      assertThat(runs.all("production", "other")).containsExactly(first.id());
      runs.move("production", "other", second.id());
      assertThat(runs.all("production", "it's")).isEmpty();
      assertThat(tracking.experimentOf(second.id())).isEqualTo(first.experimentId());
    }
  }

  private AliasHistory history(String model) throws Exception {
    server.post("registered-models/create", "{\"name\":\"" + model + "\"}");
    return tracking.registry().history(model, "production");
  }

  private static AliasMove move(int version, int previous, AliasMove.Kind kind) {
    return new AliasMove(version, previous, kind, "2026-11-24T00:00:00Z", "run", "because");
  }
}
