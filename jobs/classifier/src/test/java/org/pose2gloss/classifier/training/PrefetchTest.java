package org.pose2gloss.classifier.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.pose2gloss.classifier.ClassifierException;

/** Elements come in order from another thread, a few ahead, with what went wrong in its place. */
@Timeout(30)
class PrefetchTest {
  private static Iterator<Integer> counting(AtomicInteger taken) {
    return IntStream.iterate(0, i -> i + 1).peek(i -> taken.incrementAndGet()).iterator();
  }

  private static Thread.State waitUntilIdle(String name) throws InterruptedException {
    while (true) {
      List<Thread> found =
          Thread.getAllStackTraces().keySet().stream()
              .filter(thread -> thread.getName().equals(name))
              .toList();
      if (found.isEmpty()) {
        return Thread.State.TERMINATED;
      }
      if (found.get(0).getState() == Thread.State.WAITING) {
        return Thread.State.WAITING;
      }
      Thread.sleep(5);
    }
  }

  @Test
  void elementsComeInOrderUntilTheEnd() {
    List<Integer> numbers = IntStream.range(0, 100).boxed().toList();
    List<Integer> seen = new ArrayList<>();

    try (Prefetch<Integer> prefetch = new Prefetch<>(numbers.iterator(), 3, "in-order")) {
      prefetch.forEachRemaining(seen::add);
      assertThat(prefetch.hasNext()).isFalse();
    }

    assertThat(seen).isEqualTo(numbers);
  }

  @Test
  void noMoreThanSoManyAreMadeReadyAndClosingEndsTheThread() throws InterruptedException {
    AtomicInteger taken = new AtomicInteger();
    try (Prefetch<Integer> prefetch = new Prefetch<>(counting(taken), 3, "bounded")) {
      prefetch.next();
      assertThat(waitUntilIdle("bounded")).isEqualTo(Thread.State.WAITING);
      // One was taken away, three are ready, one waits for room.
      assertThat(taken.get()).isBetween(4, 6);
    }
    assertThat(waitUntilIdle("bounded")).isEqualTo(Thread.State.TERMINATED);
  }

  @Test
  void whatGoesWrongComesAfterTheElementsBeforeIt() {
    Iterator<Integer> failing =
        IntStream.range(0, 3)
            .map(
                i -> {
                  if (i == 2) {
                    throw new ClassifierException("Example 2 is broken.");
                  }
                  return i;
                })
            .iterator();
    try (Prefetch<Integer> prefetch = new Prefetch<>(failing, 5, "failing")) {
      assertThat(prefetch.next()).isZero();
      assertThat(prefetch.next()).isEqualTo(1);
      assertThatThrownBy(prefetch::hasNext).hasMessage("Example 2 is broken.");
      assertThatThrownBy(prefetch::next).hasMessage("Example 2 is broken.");
    }
  }

  @Test
  void anInterruptEndsTheWaitingWithASentence() {
    Iterator<Integer> never =
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            try {
              Thread.sleep(60_000);
            } catch (InterruptedException closed) {
              Thread.currentThread().interrupt();
            }
            return false;
          }

          @Override
          public Integer next() {
            throw new IllegalStateException("never asked");
          }
        };
    try (Prefetch<Integer> prefetch = new Prefetch<>(never, 1, "never")) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(prefetch::hasNext)
          .isInstanceOf(ClassifierException.class)
          .hasMessageContaining("interrupted");
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }
}
