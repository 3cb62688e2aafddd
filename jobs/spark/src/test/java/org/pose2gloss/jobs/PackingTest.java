package org.pose2gloss.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PackingTest {
  private static double cost(List<Double> pack) {
    return pack.stream().mapToDouble(Double::doubleValue).sum();
  }

  private static List<List<Double>> pack(List<Double> items, int packs) {
    return Packing.longestFirst(items, Double::doubleValue, packs);
  }

  @Test
  void theExampleOfGrahamsPaperGivesItsWorstCase() {
    // Two packs of 3, 3, 2, 2, 2: the best is 6 and 6, the rule gives 7, which is 4/3 - 1/6 of it.
    List<List<Double>> packs = pack(List.of(3.0, 3.0, 2.0, 2.0, 2.0), 2);
    assertThat(packs.stream().map(PackingTest::cost)).containsExactly(7.0, 5.0);
  }

  @Test
  void everyItemIsInOnePackAndTheCostliestPackIsFirst() {
    Random random = new Random(3);
    List<Double> items = Stream.generate(() -> Math.exp(random.nextGaussian())).limit(500).toList();
    List<List<Double>> packs = pack(items, 17);
    assertThat(packs).hasSize(17);
    assertThat(packs.stream().flatMap(List::stream).sorted().toList())
        .isEqualTo(items.stream().sorted().toList());
    assertThat(packs.stream().map(PackingTest::cost).toList())
        .isSortedAccordingTo(Collections.reverseOrder());
  }

  @Test
  void theLargestPackIsNeverAboveTheMeanAndItsLastItem() {
    Random random = new Random(4);
    for (int round = 0; round < 200; round++) {
      List<Double> items =
          Stream.generate(() -> Math.exp(2 * random.nextGaussian()))
              .limit(1 + random.nextInt(60))
              .toList();
      int count = 1 + random.nextInt(12);
      List<List<Double>> packs = pack(items, count);
      double mean = cost(items) / packs.size();
      for (List<Double> one : packs) {
        double last = one.get(one.size() - 1);
        assertThat(cost(one)).isLessThanOrEqualTo(mean + last * (1 - 1.0 / packs.size()) + 1e-9);
      }
    }
  }

  @Test
  void manyShortVideosAndFewSixtyTimesAsLongComeOutEven() {
    List<Double> videos = new ArrayList<>(Collections.nCopies(600, 2.6));
    videos.addAll(Collections.nCopies(8, 156.0));
    for (int slots : List.of(2, 4, 8)) {
      List<List<Double>> packs = Packing.even(videos, Double::doubleValue, slots, 180);
      assertThat(packs.size() % slots).isZero();
      assertThat(Packing.unevenness(packs, Double::doubleValue)).isLessThan(1.15);
    }
  }

  @Test
  void aVideoThatOutweighsAllOthersGetsASlotOfItsOwn() {
    List<Double> videos = new ArrayList<>(Collections.nCopies(30, 1.0));
    videos.add(100.0);
    List<List<Double>> packs = Packing.even(videos, Double::doubleValue, 4, 180);
    assertThat(packs).hasSize(4);
    assertThat(packs.get(0)).containsExactly(100.0);
    assertThat(packs.subList(1, 4).stream().map(PackingTest::cost)).containsOnly(10.0);
  }

  @Test
  void thereAreNoEmptyPacks() {
    assertThat(pack(List.of(1.0, 2.0), 5)).hasSize(2);
    assertThat(pack(List.of(), 5)).isEmpty();
    assertThat(Packing.even(List.<Double>of(), Double::doubleValue, 2, 180)).isEmpty();
    assertThat(pack(Collections.nCopies(7, 0.0), 3).stream().mapToInt(List::size).sum())
        .isEqualTo(7);
  }

  @Test
  void lessThanOnePackIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> pack(List.of(1.0), 0))
        .withMessageContaining("not 0");
  }
}
