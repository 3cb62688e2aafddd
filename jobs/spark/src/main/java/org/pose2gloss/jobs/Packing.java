package org.pose2gloss.jobs;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.ToDoubleFunction;

/**
 * Divides work that cannot be split further into packs of nearly equal cost.
 *
 * <p>The rule is longest processing time first: the items by falling cost, each onto the pack that
 * is the least loaded so far. Its largest pack is at most 4/3 - 1/(3 packs) of the best possible
 * (R. L. Graham, Bounds on Multiprocessing Timing Anomalies, 1969), and never above the mean and
 * the last item placed on it together. No rule gets the largest pack below the costliest item:
 * packs are worth making only as long as their mean is not below that.
 */
final class Packing {
  /** Packs a slot at least, where they can be even. */
  private static final int LEAST_ROUNDS = 4;

  /** Largest pack in means that still counts as even: half of what a task may take too long. */
  private static final double MOST_UNEVEN = 1.15;

  private Packing() {}

  /**
   * Packs, the costliest first; none is empty.
   *
   * @param items what is divided; items of equal cost keep their order
   * @param cost what an item costs, 0 or more
   * @param packs how many packs at most, 1 or more
   */
  static <T> List<List<T>> longestFirst(List<T> items, ToDoubleFunction<T> cost, int packs) {
    if (packs < 1) {
      throw new IllegalArgumentException("work is divided into 1 or more packs, not " + packs);
    }
    List<T> sorted = new ArrayList<>(items);
    sorted.sort(Comparator.comparingDouble(cost).reversed());
    PriorityQueue<Pack<T>> leastLoaded =
        new PriorityQueue<>(
            Comparator.<Pack<T>>comparingDouble(pack -> pack.cost)
                .thenComparingInt(pack -> pack.number));
    for (int number = 0; number < Math.min(packs, items.size()); number++) {
      leastLoaded.add(new Pack<>(number));
    }
    for (T item : sorted) {
      Pack<T> pack = leastLoaded.remove();
      pack.items.add(item);
      pack.cost += cost.applyAsDouble(item);
      leastLoaded.add(pack);
    }
    List<Pack<T>> all = new ArrayList<>(leastLoaded);
    all.sort(
        Comparator.<Pack<T>>comparingDouble(pack -> pack.cost)
            .reversed()
            .thenComparingInt(pack -> pack.number));
    return all.stream().map(pack -> List.copyOf(pack.items)).toList();
  }

  /**
   * Packs for so many slots, a multiple of them, the costliest first: as many as it takes for a
   * pack to be done in a given time and for the slots to balance out what was misjudged, but fewer
   * where the packs would become uneven, down to one a slot.
   *
   * @param slots tasks that run at the same time, 1 or more
   * @param longest what a pack may cost, as far as single items allow it
   */
  static <T> List<List<T>> even(
      List<T> items, ToDoubleFunction<T> cost, int slots, double longest) {
    double total = items.stream().mapToDouble(cost).sum();
    int rounds = (int) Math.max(LEAST_ROUNDS, Math.ceil(total / longest / slots));
    while (true) {
      List<List<T>> packs = longestFirst(items, cost, rounds * slots);
      if (rounds == 1 || packs.isEmpty() || unevenness(packs, cost) <= MOST_UNEVEN) {
        return packs;
      }
      rounds = Math.min(rounds - 1, rounds * 9 / 10);
    }
  }

  /** Cost of the largest pack in means of all packs. */
  static <T> double unevenness(List<List<T>> packs, ToDoubleFunction<T> cost) {
    double total = 0;
    double largest = 0;
    for (List<T> pack : packs) {
      double sum = pack.stream().mapToDouble(cost).sum();
      total += sum;
      largest = Math.max(largest, sum);
    }
    return total == 0 ? 1 : largest * packs.size() / total;
  }

  private static final class Pack<T> {
    private final int number;
    private final List<T> items = new ArrayList<>();
    private double cost;

    Pack(int number) {
      this.number = number;
    }
  }
}
