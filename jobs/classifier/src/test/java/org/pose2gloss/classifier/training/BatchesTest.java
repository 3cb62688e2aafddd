package org.pose2gloss.classifier.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.pose2gloss.classifier.Example;
import org.pose2gloss.classifier.ExampleSource;
import org.pose2gloss.classifier.SyntheticSigns;

/** Streams become batches of similar length, in bounded memory and a repeatable order. */
class BatchesTest {
  private static final List<Example> EXAMPLES = SyntheticSigns.examples(101, 5, 1, 1);

  private static List<List<Example>> all(Batches batches) {
    List<List<Example>> all = new ArrayList<>();
    try (batches) {
      batches.forEachRemaining(all::add);
    }
    return all;
  }

  private static List<String> ids(List<List<Example>> batches) {
    return batches.stream().flatMap(List::stream).map(Example::id).toList();
  }

  @Test
  void everyExampleComesExactlyOnce() {
    List<List<Example>> batches = all(Batches.shuffled(ExampleSource.of(EXAMPLES), 8, 4, 1));

    assertThat(ids(batches))
        .containsExactlyInAnyOrderElementsOf(EXAMPLES.stream().map(Example::id).toList());
    assertThat(batches).allMatch(batch -> batch.size() <= 8);
  }

  @Test
  void noBatchOfAWindowIsMuchSmallerThanAnother() {
    List<List<Example>> batches =
        all(Batches.shuffled(ExampleSource.of(EXAMPLES.subList(0, 33)), 16, 4, 1));

    assertThat(batches).extracting(List::size).containsExactly(11, 11, 11);
  }

  @Test
  void theOrderIsAFunctionOfTheSeed() {
    ExampleSource source = ExampleSource.of(EXAMPLES);

    List<String> order = ids(all(Batches.shuffled(source, 8, 4, 1)));

    assertThat(ids(all(Batches.shuffled(source, 8, 4, 1)))).isEqualTo(order);
    assertThat(ids(all(Batches.shuffled(source, 8, 4, 2)))).isNotEqualTo(order);
  }

  @Test
  void windowsOfALargeSourceBeginElsewhereInEachEpoch() {
    ExampleSource source = ExampleSource.of(EXAMPLES);
    Set<Set<String>> firstWindows = new HashSet<>();
    for (int seed = 0; seed < 8; seed++) {
      List<String> order = ids(all(Batches.shuffled(source, 8, 4, seed)));
      assertThat(order).hasSize(EXAMPLES.size());
      firstWindows.add(Set.copyOf(order.subList(0, 32)));
    }

    assertThat(firstWindows).hasSizeGreaterThan(2);
  }

  @Test
  void sequencesOfABatchAreOfSimilarLength() {
    List<List<Example>> batches = all(Batches.shuffled(ExampleSource.of(EXAMPLES), 8, 20, 1));

    long real = EXAMPLES.stream().mapToLong(Example::frames).sum();
    long padded =
        batches.stream()
            .mapToLong(
                batch ->
                    (long) batch.size()
                        * batch.stream().mapToInt(Example::frames).max().orElseThrow())
            .sum();
    assertThat(padded).isLessThan(real * 115 / 100);
  }

  @Test
  void noMoreThanTheWindowIsReadAhead() {
    AtomicInteger read = new AtomicInteger();
    ExampleSource endless =
        new ExampleSource() {
          @Override
          public Stream<Example> open() {
            return IntStream.iterate(0, i -> i + 1)
                .mapToObj(
                    i -> {
                      read.incrementAndGet();
                      return new Example("e" + i, 0, 1, new float[3]);
                    });
          }

          @Override
          public long size() {
            return Long.MAX_VALUE;
          }
        };

    try (Batches batches = Batches.shuffled(endless, 8, 4, 1)) {
      for (int taken = 0; taken < 20; taken++) {
        // The stream itself reads one further example to know that there is one.
        assertThat(read.get() - 8 * taken).isLessThanOrEqualTo(8 * 4 + 1);
        batches.next();
      }
    }
  }

  @Test
  void theStreamIsClosed() {
    AtomicInteger closed = new AtomicInteger();
    ExampleSource source =
        new ExampleSource() {
          @Override
          public Stream<Example> open() {
            return EXAMPLES.stream().onClose(closed::incrementAndGet);
          }

          @Override
          public long size() {
            return EXAMPLES.size();
          }
        };

    all(Batches.inOrder(source, 8, 4));

    assertThat(closed).hasValue(1);
  }
}
