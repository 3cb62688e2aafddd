package org.pose2gloss.landmarks.mediapipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class BoxesTest {
  @Test
  void measuresOverlapAsIntersectionOverUnion() {
    // Two unit squares moved by half a side: 0.5 / 1.5.
    assertThat(Boxes.overlap(0, 0, 1, 1, 0.5f, 0, 1.5f, 1)).isCloseTo(1f / 3, within(1e-6f));
    assertThat(Boxes.overlap(0, 0, 1, 1, 1, 0, 2, 1)).isZero();
    assertThat(Boxes.overlap(0, 0, 0, 0, 0, 0, 0, 0)).isZero();
  }

  @Test
  void mergesOverlappingDetectionsWeightedByScore() {
    Detection far = new Detection(0.7f, 5, 5, 6, 6, 5.5f, 5.5f);
    Detection best = new Detection(0.9f, 0, 0, 1, 1, 0.5f, 0.2f);
    // Overlap 0.9 / 1.1.
    Detection near = new Detection(0.6f, 0.1f, 0, 1.1f, 1, 0.8f, 0.5f);

    List<Detection> kept = Boxes.suppressed(List.of(near, far, best));

    assertThat(kept).hasSize(2);
    assertThat(kept.get(0).score()).isEqualTo(0.9f);
    // (0 * 0.9 + 0.1 * 0.6) / 1.5 = 0.04 and so on.
    assertThat(kept.get(0).values())
        .containsExactly(new float[] {0.04f, 0, 1.04f, 1, 0.62f, 0.32f}, within(1e-6f));
    assertThat(kept.get(1).values()).isEqualTo(far.values());
  }

  @Test
  void keepsDetectionsThatOverlapLittle() {
    // Overlap 0.4 / 1.6 = 0.25, under 0.3.
    Detection one = new Detection(0.9f, 0, 0, 1, 1);
    Detection other = new Detection(0.8f, 0.6f, 0, 1.6f, 1);
    assertThat(Boxes.suppressed(List.of(one, other))).hasSize(2);
  }

  @Test
  void stopsAtABoxWithoutArea() {
    Detection point = new Detection(0.9f, 1, 1, 1, 1);
    Detection box = new Detection(0.8f, 0, 0, 1, 1);
    assertThat(Boxes.suppressed(List.of(box, point))).containsExactly(point);
  }

  @Test
  void letsTrackedRegionsReplaceDetectedOnesThatTheyOverlap() {
    RegionOfInterest tracked = new RegionOfInterest(0.5f, 0.5f, 0.2f, 0.2f, 1);
    RegionOfInterest same = new RegionOfInterest(0.51f, 0.5f, 0.2f, 0.2f, 0);
    RegionOfInterest other = new RegionOfInterest(0.2f, 0.2f, 0.2f, 0.2f, 0);
    assertThat(Boxes.associated(List.of(same, other), List.of(tracked)))
        .containsExactly(other, tracked);
  }

  @Test
  void dropsOneOfTwoTrackedRegionsThatRanTogether() {
    RegionOfInterest first = new RegionOfInterest(0.5f, 0.5f, 0.2f, 0.2f, 0);
    RegionOfInterest second = new RegionOfInterest(0.5f, 0.52f, 0.2f, 0.2f, 0);
    assertThat(Boxes.associated(List.of(), List.of(first, second))).containsExactly(second);
  }
}
