package org.pose2gloss.classifier.training;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.Random;
import java.util.stream.Stream;
import org.pose2gloss.classifier.Example;
import org.pose2gloss.classifier.ExampleSource;

/**
 * One pass over a source as batches of sequences of similar length.
 *
 * <p>A window of so many batches is held in memory, never the whole source. For training it is
 * shuffled, sorted by length with a little noise, cut, and its batches shuffled again. A source
 * that is larger than the window should not be ordered by label. The batches of a window differ by
 * at most one example in size, so that none is left too small for batch normalisation.
 */
final class Batches implements Iterator<List<Example>>, AutoCloseable {
  /**
   * Lengths are sorted as if up to this share longer: the same sequences do not always meet, at the
   * price of a little more padding.
   */
  private static final double LENGTH_NOISE = 0.1;

  private final Stream<Example> stream;
  private final Iterator<Example> examples;
  private final int batchSize;
  private final int windowBatches;
  private final Random random;
  private final boolean shuffle;
  private final Queue<List<Example>> ready = new ArrayDeque<>();
  private int nextWindowBatches;

  private Batches(
      ExampleSource source, int batchSize, int windowBatches, boolean shuffle, long seed) {
    this.stream = source.open();
    this.examples = stream.iterator();
    this.batchSize = batchSize;
    this.windowBatches = windowBatches;
    this.shuffle = shuffle;
    this.random = new Random(seed);
    // Windows begin at another place each time: the same examples do not share one in every epoch.
    boolean several = source.size() > (long) batchSize * windowBatches;
    this.nextWindowBatches = shuffle && several ? 1 + random.nextInt(windowBatches) : windowBatches;
  }

  /** In an order that is a function of the seed. */
  static Batches shuffled(ExampleSource source, int batchSize, int windowBatches, long seed) {
    return new Batches(source, batchSize, windowBatches, true, seed);
  }

  /** In the order of length inside each window. */
  static Batches inOrder(ExampleSource source, int batchSize, int windowBatches) {
    return new Batches(source, batchSize, windowBatches, false, 0);
  }

  @Override
  public boolean hasNext() {
    return !ready.isEmpty() || examples.hasNext();
  }

  @Override
  public List<Example> next() {
    if (!hasNext()) {
      throw new NoSuchElementException("no further batch");
    }
    if (ready.isEmpty()) {
      ready.addAll(cut(sorted(readWindow())));
    }
    return ready.remove();
  }

  private List<Example> readWindow() {
    long size = (long) batchSize * nextWindowBatches;
    nextWindowBatches = windowBatches;
    List<Example> window = new ArrayList<>();
    while (window.size() < size && examples.hasNext()) {
      window.add(examples.next());
    }
    return window;
  }

  private record Placed(Example example, double length) {}

  private List<Example> sorted(List<Example> window) {
    if (shuffle) {
      Collections.shuffle(window, random);
    }
    List<Placed> placed = new ArrayList<>();
    for (Example example : window) {
      double noise = shuffle ? LENGTH_NOISE * random.nextDouble() : 0;
      placed.add(new Placed(example, example.frames() * (1 + noise)));
    }
    placed.sort(Comparator.comparingDouble(Placed::length));
    return placed.stream().map(Placed::example).toList();
  }

  private List<List<Example>> cut(List<Example> window) {
    int size = window.size();
    int count = (size + batchSize - 1) / batchSize;
    List<List<Example>> batches = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int from = Math.toIntExact((long) i * size / count);
      int to = Math.toIntExact((long) (i + 1) * size / count);
      batches.add(List.copyOf(window.subList(from, to)));
    }
    if (shuffle) {
      Collections.shuffle(batches, random);
    }
    return batches;
  }

  @Override
  public void close() {
    stream.close();
  }
}
