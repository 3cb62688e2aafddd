package org.pose2gloss.landmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ExtractorOptionsTest {
  @Test
  void defaultsToTheConfidenceThatWlaslWasExtractedWith() {
    assertThat(ExtractorOptions.defaults().detectionConfidence()).isEqualTo(0.7f);
    assertThat(ExtractorOptions.defaults().trackingConfidence()).isEqualTo(0.7f);
  }

  @Test
  void refusesNumbersOutsideTheirRange() {
    assertThatThrownBy(() -> new ExtractorOptions(LandmarkGraph.SOLUTIONS, 1.5f, 0.7f, 10))
        .hasMessage("detection confidence is between 0 and 1, not 1.5");
    assertThatThrownBy(() -> new ExtractorOptions(LandmarkGraph.SOLUTIONS, 0.7f, Float.NaN, 10))
        .hasMessage("tracking confidence is between 0 and 1, not NaN");
    assertThatThrownBy(() -> new ExtractorOptions(LandmarkGraph.SOLUTIONS, 0.7f, 0.7f, 0))
        .hasMessage("max frames is 1 or more, not 0");
    assertThatThrownBy(
            () -> new ExtractorOptions(LandmarkGraph.SOLUTIONS, 0.7f, 0.7f, 10, Duration.ZERO))
        .hasMessage("the time limit is above 0, not PT0S");
  }
}
