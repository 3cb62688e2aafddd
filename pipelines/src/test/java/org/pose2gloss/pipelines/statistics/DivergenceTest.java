package org.pose2gloss.pipelines.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Expected numbers: scipy 1.x, {@code jensenshannon(p, q, base=2) ** 2} and {@code entropy}. */
class DivergenceTest {
  private static final long[] RISING = {10, 20, 30, 40};
  private static final long[] FALLING = {40, 30, 20, 10};
  private static final double EXACT = 1e-12;

  @Test
  void jensenShannonIsThatOfScipy() {
    assertThat(Divergence.jensenShannon(RISING, FALLING))
        .isCloseTo(0.15356065532898452, within(EXACT));
    assertThat(Divergence.jensenShannon(new long[] {0, 5, 95}, new long[] {50, 45, 5}))
        .isCloseTo(0.7395526230447016, within(EXACT));
  }

  @Test
  void jensenShannonGoesFromNothingToOneBit() {
    assertThat(Divergence.jensenShannon(RISING, RISING)).isZero();
    assertThat(Divergence.jensenShannon(new long[] {7, 0}, new long[] {0, 3})).isEqualTo(1);
    assertThat(Divergence.jensenShannon(new long[] {0, 0}, RISING.clone())).isNaN();
  }

  @Test
  void populationStabilityIsTheSumOfBothEntropiesOfScipy() {
    assertThat(Divergence.populationStability(RISING, FALLING))
        .isCloseTo(0.8719768526109903, within(EXACT));
    assertThat(Divergence.populationStability(new long[] {0, 5, 95}, new long[] {50, 45, 5}))
        .isCloseTo(5.63712935136104, within(EXACT));
    assertThat(
            Divergence.populationStability(new long[] {1000, 0, 3000}, new long[] {900, 100, 3000}))
        .isCloseTo(0.13516456072639893, within(EXACT));
  }

  @Test
  void populationStabilityIsTheSameBothWaysRound() {
    assertThat(Divergence.populationStability(FALLING, RISING))
        .isEqualTo(Divergence.populationStability(RISING, FALLING), within(EXACT));
    assertThat(Divergence.populationStability(RISING, RISING)).isZero();
  }

  @Test
  void binsAreJoinedUntilEachHoldsATenthOfTheBaseline() {
    List<long[]> joined =
        Divergence.inTenths(new long[] {5, 4, 2, 50, 0, 38, 1}, new long[] {1, 2, 3, 4, 5, 6, 7});

    // 5 + 4 + 2 reach a tenth of 100, 50 does, 0 + 38 does; 1 is left over and joins the last.
    assertThat(joined.get(0)).containsExactly(11, 50, 39);
    assertThat(joined.get(1)).containsExactly(6, 4, 18);
  }

  @Test
  void baselineWithoutNumbersIsOneBin() {
    assertThat(Divergence.inTenths(new long[] {0, 0}, new long[] {1, 2}).get(1)).containsExactly(3);
  }

  @Test
  void chanceGivesLessTheMoreVideosThereAre() {
    // (10 - 1) (1 / 20 + 1 / 180) by hand
    assertThat(Divergence.stabilityByChance(10, 20, 180)).isCloseTo(0.5, within(EXACT));
    assertThat(Divergence.jensenShannonByChance(10, 20, 180))
        .isCloseTo(0.5 / 8 / Math.log(2), within(EXACT));
  }
}
