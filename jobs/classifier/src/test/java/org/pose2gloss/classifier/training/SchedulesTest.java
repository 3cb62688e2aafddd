package org.pose2gloss.classifier.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Learning rate and patience, epoch by epoch. */
class SchedulesTest {
  private static final Schedule PLATEAU =
      new Schedule(Schedule.Kind.PLATEAU, 1e-3f, 4, 3e-4f, 2, 0.5f);

  private static LearningRate start(Schedule schedule) {
    return new LearningRate(schedule, 104, LearningRate.State.start(schedule));
  }

  @Test
  void aCosineFallsFromTheHighestRateToTheLowestOverTheStepsAfterTheWarmUp() {
    LearningRate rate = start(new Schedule(Schedule.Kind.COSINE, 1e-3f, 4, 1e-4f, 2, 0.5f));

    assertThat(rate.at(2)).isCloseTo(5e-4f, within(1e-9f));
    assertThat(rate.at(4)).isEqualTo(1e-3f);
    // A quarter of the way: (1 + cos 45 degrees) / 2 = 0.853553 of what lies between.
    assertThat(rate.at(29)).isCloseTo(8.681981e-4f, within(1e-9f));
    assertThat(rate.at(54)).isCloseTo(5.5e-4f, within(1e-9f));
    assertThat(rate.at(104)).isCloseTo(1e-4f, within(1e-9f));
    rate.epochReached(0.5);
    rate.epochReached(0.1);
    rate.epochReached(0.1);
    assertThat(rate.at(54)).as("a plateau is nothing to it").isCloseTo(5.5e-4f, within(1e-9f));
  }

  @Test
  void theRateRisesLinearlyOverTheWarmUp() {
    LearningRate rate = start(PLATEAU);

    assertThat(rate.at(1)).isCloseTo(2.5e-4f, within(1e-9f));
    assertThat(rate.at(2)).isCloseTo(5e-4f, within(1e-9f));
    assertThat(rate.at(4)).isEqualTo(1e-3f);
    assertThat(rate.at(1000)).isEqualTo(1e-3f);
  }

  @Test
  void theRateFallsAfterEachPatienceWithoutGainDownToTheMinimum() {
    LearningRate rate = start(PLATEAU);
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
    LearningRate rate = start(new Schedule(Schedule.Kind.PLATEAU, 1e-3f, 4, 1f, 1, 0.5f));
    rate.epochReached(0.5);
    rate.epochReached(0.5);

    assertThat(rate.at(10)).isEqualTo(1e-3f);
  }

  @Test
  void theBestEpochIsTheHigherValueAndAmongEqualsTheLowerLoss() {
    BestEpoch best = new BestEpoch(2, BestEpoch.State.START);

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
    BestEpoch best = new BestEpoch(0, BestEpoch.State.START);
    best.reached(0.5, 1);
    best.reached(0.1, 1);

    assertThat(best.patienceIsOver()).isFalse();
  }
}
