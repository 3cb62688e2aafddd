package org.pose2gloss.classifier.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Learning rate and patience, epoch by epoch. */
class SchedulesTest {
  private static final TrainingOptions OPTIONS =
      TrainingOptions.defaults().withLearningRate(1e-3f, 4).withPlateau(2, 0.5f, 3e-4f);

  @Test
  void theRateRisesLinearlyOverTheWarmUp() {
    LearningRate rate = new LearningRate(OPTIONS);

    assertThat(rate.at(1)).isCloseTo(2.5e-4f, within(1e-9f));
    assertThat(rate.at(2)).isCloseTo(5e-4f, within(1e-9f));
    assertThat(rate.at(4)).isEqualTo(1e-3f);
    assertThat(rate.at(1000)).isEqualTo(1e-3f);
  }

  @Test
  void theRateFallsAfterEachPatienceWithoutGainDownToTheMinimum() {
    LearningRate rate = new LearningRate(OPTIONS);
    rate.epochReached(0.5);
    rate.epochReached(0.5);
    assertThat(rate.at(10)).isEqualTo(1e-3f);
    rate.epochReached(0.4);
    assertThat(rate.at(10)).isEqualTo(5e-4f);
    rate.epochReached(0.50005);
    assertThat(rate.at(10)).as("less than 1e-4 better is no gain").isEqualTo(5e-4f);
    rate.epochReached(0.5);
    assertThat(rate.at(10)).isEqualTo(3e-4f);
    rate.epochReached(0.6);
    rate.epochReached(0.6);
    rate.epochReached(0.6);
    assertThat(rate.at(10)).isEqualTo(3e-4f);
  }

  @Test
  void aMinimumAboveTheRateDoesNotRaiseIt() {
    LearningRate rate = new LearningRate(OPTIONS.withPlateau(1, 0.5f, 1f));
    rate.epochReached(0.5);
    rate.epochReached(0.5);

    assertThat(rate.at(10)).isEqualTo(1e-3f);
  }

  @Test
  void theBestEpochIsTheHigherValueAndAmongEqualsTheLowerLoss() {
    BestEpoch best = new BestEpoch(2);

    assertThat(best.reached(0.5, 1.0)).isTrue();
    assertThat(best.reached(0.5, 1.0)).isFalse();
    assertThat(best.reached(0.5, 0.9)).isTrue();
    assertThat(best.reached(0.4, 0.1)).isFalse();
    assertThat(best.patienceIsOver()).isFalse();
    assertThat(best.reached(0.4, 0.1)).isFalse();
    assertThat(best.patienceIsOver()).isTrue();
  }

  @Test
  void noPatienceMeansNeverStopping() {
    BestEpoch best = new BestEpoch(0);
    best.reached(0.5, 1);
    best.reached(0.1, 1);

    assertThat(best.patienceIsOver()).isFalse();
  }
}
