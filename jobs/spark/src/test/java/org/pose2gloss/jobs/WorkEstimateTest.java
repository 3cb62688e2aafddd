package org.pose2gloss.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.pose2gloss.jobs.WorkEstimate.Facts;

class WorkEstimateTest {
  private static final Facts TWO_SECONDS = new Facts(50, 25f, 2f, 100_000L, 640, 480);
  private static final Facts UNKNOWN = new Facts(null, null, null, null, null, null);

  private static double whole(Facts facts) {
    return WorkEstimate.video(facts, 1, -1);
  }

  @Test
  void aVideoThatIsSixtyTimesAsLongTakesAlmostSixtyTimesAsMuch() {
    Facts longer = new Facts(3000, 25f, 120f, 6_000_000L, 640, 480);
    assertThat(whole(longer) / whole(TWO_SECONDS)).isBetween(50.0, 60.0);
  }

  @Test
  void largerPicturesTakeMore() {
    Facts larger = new Facts(50, 25f, 2f, 100_000L, 1920, 1080);
    assertThat(whole(larger)).isGreaterThan(whole(TWO_SECONDS));
  }

  @Test
  void unknownFramesAreTakenFromTheLengthAndUnknownLengthFromTheBytes() {
    assertThat(whole(new Facts(-1, 25f, 2f, 1L, 640, 480))).isEqualTo(whole(TWO_SECONDS));
    double fromBytes = whole(new Facts(null, null, 0f, 6_000_000L, 640, 480));
    assertThat(fromBytes / whole(new Facts(null, null, null, 600_000L, 640, 480)))
        .isCloseTo(10, within(1.0));
  }

  @Test
  void nothingKnownIsASignOfTheUsualLength() {
    assertThat(whole(UNKNOWN)).isBetween(whole(TWO_SECONDS) / 2, whole(TWO_SECONDS) * 2);
    assertThat(whole(new Facts(0, Float.NaN, -1f, 0L, 0, -5))).isEqualTo(whole(UNKNOWN));
  }

  @Test
  void framesBeforeASegmentAreDecodedOnlyAndThoseAfterItAreNot() {
    Facts minute = new Facts(1500, 25f, 60f, 3_000_000L, 640, 480);
    double early = WorkEstimate.video(minute, 1, 50);
    double late = WorkEstimate.video(minute, 1451, 1500);
    assertThat(early).isLessThan(late);
    assertThat(late).isLessThan(whole(minute) / 5);
  }

  @Test
  void aSegmentBeyondTheEndIsTheWholeVideo() {
    assertThat(WorkEstimate.video(TWO_SECONDS, 900, 980)).isEqualTo(whole(TWO_SECONDS));
  }

  @Test
  void segmentsCountTwentyFiveFramesASecondWhateverTheRate() {
    Facts fifty = new Facts(3000, 50f, 60f, 3_000_000L, 640, 480);
    Facts asMany = new Facts(1500, 25f, 60f, 3_000_000L, 640, 480);
    double ratio = WorkEstimate.video(fifty, 1, 100) / WorkEstimate.video(asMany, 1, 100);
    assertThat(ratio).isCloseTo(2, within(0.1));
  }
}
