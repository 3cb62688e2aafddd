package org.pose2gloss.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PairedComparisonTest {
  /**
   * Airway hyper-responsiveness before and after transplantation, the first example of Fagerland,
   * Lydersen, Laake 2013: 1 both, 1 and 7 differing, 12 neither.
   */
  private static final PairedComparison AIRWAYS = new PairedComparison(1, 1, 7, 12);

  @Test
  void mcnemarsTestsGiveWhatIsPublished() {
    assertThat(AIRWAYS.exact()).isCloseTo(0.0703, within(5e-5));
    assertThat(AIRWAYS.midP()).isCloseTo(0.0391, within(5e-5));
  }

  @Test
  void theIntervalOfTheDifferenceIsBonettsAndPrices() {
    // (2 - 8) / 23 -+ 1.95996 sqrt((10 / 23 - (6 / 23)^2) / 23)
    assertThat(AIRWAYS.difference().low()).isCloseTo(-0.5084, within(1e-4));
    assertThat(AIRWAYS.difference().high()).isCloseTo(-0.0134, within(1e-4));
    assertThat(AIRWAYS.first() - AIRWAYS.second()).isCloseTo(-6 / 21.0, within(1e-12));
  }

  @Test
  void twoThatNeverDifferAreNotTold() {
    PairedComparison same = new PairedComparison(5, 0, 0, 3);
    assertThat(same.exact()).isEqualTo(1);
    assertThat(same.midP()).isEqualTo(1);
  }

  @Test
  void asManyGainedAsLostIsNoDifference() {
    assertThat(new PairedComparison(9, 4, 4, 9).exact()).isEqualTo(1);
  }

  @Test
  void aLowerAccuracyIsRefusedByTheStrictRuleAndByTheOtherOnlyIfChanceDoesNotExplainIt() {
    PairedComparison slightly = new PairedComparison(50, 2, 3, 5);
    PairedComparison clearly = new PairedComparison(50, 2, 30, 5);
    assertThat(rule(PromotionRule.Kind.NOT_LOWER).objection(slightly)).isPresent();
    assertThat(rule(PromotionRule.Kind.NOT_SIGNIFICANTLY_LOWER).objection(slightly)).isEmpty();
    assertThat(rule(PromotionRule.Kind.NOT_SIGNIFICANTLY_LOWER).objection(clearly).orElseThrow())
        .contains("0.5977 against 0.9195")
        .contains("on the same 87 examples");
    assertThat(rule(PromotionRule.Kind.NOT_LOWER).objection(new PairedComparison(50, 3, 3, 5)))
        .isEmpty();
  }

  private static PromotionRule rule(PromotionRule.Kind kind) {
    return new PromotionRule(kind, 0, 0, 0.05);
  }
}
