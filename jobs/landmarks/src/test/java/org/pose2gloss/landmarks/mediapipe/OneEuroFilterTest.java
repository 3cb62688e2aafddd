package org.pose2gloss.landmarks.mediapipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.pose2gloss.landmarks.video.VideoFrame;

class OneEuroFilterTest {
  private static final OneEuroFilter.Settings POSE = new OneEuroFilter.Settings(0.05, 80, 1);

  @Test
  void letsTheFirstValuePass() {
    assertThat(new OneEuroFilter(POSE).apply(100, 1 / 200f)).isEqualTo(100);
  }

  @Test
  void smoothsAsTheFormulaOfTheArticle() {
    OneEuroFilter filter = new OneEuroFilter(POSE);
    float[] smoothed = new float[5];
    float[] values = {100, 101, 104, 104, 103.5f};
    for (int i = 0; i < values.length; i++) {
      smoothed[i] = filter.apply(values[i], 1 / 200f);
    }
    // Computed from the article's equations in double precision at 1 / 0.033333 Hz.
    assertThat(smoothed)
        .containsExactly(
            new float[] {100, 100.30829f, 102.62043f, 103.42219f, 103.45971f}, within(2e-4f));
  }

  @Test
  void weighsTheNewValueByAlpha() {
    LowPassFilter filter = new LowPassFilter();
    assertThat(filter.apply(1, 0.1f)).isEqualTo(1);
    assertThat(filter.apply(0, 0.1f)).isCloseTo(0.9f, within(1e-6f));
    assertThat(filter.apply(0, 0.1f)).isCloseTo(0.81f, within(1e-6f));
  }

  @Test
  void smoothsXAndYInPixelsAndZLikeX() {
    VideoFrame image = new VideoFrame(new byte[200 * 100 * 3], 200, 100, 0);
    LandmarkSmoother smoother = new LandmarkSmoother(POSE);
    float[] first = {0.5f, 1, 0.5f, 0.9f};
    smoother.apply(first, 4, 200, image);
    assertThat(first).containsExactly(0.5f, 1, 0.5f, 0.9f);
    // One pixel further each: 1/200 of the width, 1/100 of the height.
    float[] second = {0.505f, 1.01f, 0.505f, 0.1f};
    smoother.apply(second, 4, 200, image);
    assertThat(second)
        .containsExactly(
            new float[] {100.30829f / 200, 100.30829f / 100, 100.30829f / 200, 0.1f},
            within(2e-6f));
    smoother.reset();
    float[] third = {0.7f, 0.7f, 0.7f, 0.7f};
    smoother.apply(third, 4, 200, image);
    assertThat(third).containsExactly(new float[] {0.7f, 0.7f, 0.7f, 0.7f}, within(1e-6f));
  }
}
