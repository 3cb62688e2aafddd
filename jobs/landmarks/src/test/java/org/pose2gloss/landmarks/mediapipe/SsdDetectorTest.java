package org.pose2gloss.landmarks.mediapipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SsdDetectorTest {
  @Test
  void hasAsManyAnchorsAsTheModelsHaveBoxes() {
    // num_boxes of palm_detection_cpu, face_detection_short_range and pose_detection_cpu.pbtxt.
    assertThat(new SsdAnchors(192, 8, 16, 16, 16).count()).isEqualTo(2016);
    assertThat(new SsdAnchors(128, 8, 16, 16, 16).count()).isEqualTo(896);
    assertThat(new SsdAnchors(224, 8, 16, 32, 32, 32).count()).isEqualTo(2254);
  }

  @Test
  void putsAnchorsAtTheCentresOfCellsRowByRow() {
    SsdAnchors anchors = new SsdAnchors(192, 8, 16, 16, 16);
    // 24 x 24 cells of two anchors, then 12 x 12 cells of six.
    assertCentre(anchors, 0, 0.5f / 24, 0.5f / 24);
    assertCentre(anchors, 1, 0.5f / 24, 0.5f / 24);
    assertCentre(anchors, 2, 1.5f / 24, 0.5f / 24);
    assertCentre(anchors, 2 * 24, 0.5f / 24, 1.5f / 24);
    assertCentre(anchors, 1152, 0.5f / 12, 0.5f / 12);
    assertCentre(anchors, 1152 + 6, 1.5f / 12, 0.5f / 12);
    assertCentre(anchors, 2015, 11.5f / 12, 11.5f / 12);
  }

  private static void assertCentre(SsdAnchors anchors, int index, float x, float y) {
    assertThat(anchors.x(index)).isEqualTo(x);
    assertThat(anchors.y(index)).isEqualTo(y);
  }

  @Test
  void decodesBoxesRoundTheirAnchors() {
    // Stride 50 of a 100-pixel input: 2 x 2 cells with two anchors each.
    SsdAnchors anchors = new SsdAnchors(100, 50);
    SsdDetector.Settings settings =
        new SsdDetector.Settings(Model.PALM_DETECTION, 100, 0, 1, 1, anchors);
    float[] raw = new float[8 * 6];
    float[] logits = new float[8];
    Arrays.fill(logits, -5);
    logits[2] = 2;
    float[] box = {10, -5, 20, 40, -25, 25};
    System.arraycopy(box, 0, raw, 2 * 6, 6);
    // As sure, but with a negative width: no box.
    logits[5] = 2;
    raw[5 * 6 + 2] = -1;

    List<Detection> detections = SsdDetector.decoded(raw, logits, settings, 0.7f);

    assertThat(detections).hasSize(1);
    Detection detection = detections.get(0);
    assertThat(detection.score()).isCloseTo(0.8807971f, within(1e-6f));
    // Anchor 2 is the second cell of the first row, centre (0.75, 0.25).
    assertThat(detection.values())
        .containsExactly(new float[] {0.75f, 0, 0.95f, 0.4f, 0.5f, 0.5f}, within(1e-6f));
  }

  @Test
  void dropsWhatScoresTooLow() {
    SsdAnchors anchors = new SsdAnchors(100, 100);
    SsdDetector.Settings settings =
        new SsdDetector.Settings(Model.PALM_DETECTION, 100, 0, 1, 0, anchors);
    float[] raw = {0, 0, 10, 10, 0, 0, 10, 10};
    // The logistic function of 0.8472979 is 0.7.
    float[] logits = {0.84f, 0.86f};
    assertThat(SsdDetector.decoded(raw, logits, settings, 0.7f)).hasSize(1);
  }
}
