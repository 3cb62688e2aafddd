package org.pose2gloss.landmarks.mediapipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.pose2gloss.landmarks.video.VideoFrame;

class RegionOfInterestTest {
  private static final float PI = (float) Math.PI;
  private static final VideoFrame WIDE = new VideoFrame(new byte[200 * 100 * 3], 200, 100, 0);

  @Test
  void reachesToTheScalePointAndTurnsWithIt() {
    // From (100, 50) to (130, 10), in pixels: 50 long, so the square has sides of 100 pixels.
    RegionOfInterest region = RegionOfInterest.aligned(0.5f, 0.5f, 0.65f, 0.1f, PI / 2, WIDE);
    assertRegion(region, 0.5f, 0.5f, 0.5f, 1, (float) (Math.PI / 2 - Math.atan2(40, 30)));
  }

  @Test
  void standsUprightWhereTheScalePointIsAbove() {
    RegionOfInterest region = RegionOfInterest.aligned(0.5f, 0.5f, 0.5f, 0.3f, PI / 2, WIDE);
    assertThat(region.rotation()).isCloseTo(0, within(1e-6f));
    // Seen from the region, the scale point lies at the middle of its top.
    assertThat(region.projectX(0.5f, 0)).isCloseTo(0.5f, within(1e-6f));
    assertThat(region.projectY(0.5f, 0)).isCloseTo(0.3f, within(1e-6f));
  }

  @Test
  void becomesSquareByItsLongerSideAndGrows() {
    // 40 x 30 pixels; moved up by half its height, 15 pixels; sides of 40 * 2.6 = 104 pixels.
    RegionOfInterest region =
        RegionOfInterest.ofBox(0.4f, 0.4f, 0.6f, 0.7f, 0).enlarged(2.6f, -0.5f, WIDE);
    assertRegion(region, 0.5f, 0.4f, 0.52f, 1.04f, 0);
  }

  @Test
  void movesAlongItsOwnAxes() {
    // Turned clockwise by a right angle, "up" is to the right: 15 pixels of 200.
    RegionOfInterest region =
        RegionOfInterest.ofBox(0.4f, 0.4f, 0.6f, 0.7f, PI / 2).enlarged(1, -0.5f, WIDE);
    assertRegion(region, 0.575f, 0.55f, 0.2f, 0.4f, PI / 2);
  }

  @Test
  void projectsItsCornersIntoThePicture() {
    // A square of 40 pixels round (100, 50), turned clockwise by a right angle: its top left corner
    // lies top right.
    RegionOfInterest region = new RegionOfInterest(0.5f, 0.5f, 0.2f, 0.4f, PI / 2);
    assertThat(region.projectX(0, 0)).isCloseTo(0.6f, within(1e-6f));
    assertThat(region.projectY(0, 0)).isCloseTo(0.3f, within(1e-6f));
  }

  @Test
  void letterboxesTheWholePicture() {
    assertRegion(RegionOfInterest.letterbox(WIDE), 0.5f, 0.5f, 1, 2, 0);
  }

  @Test
  void keepsAnglesBetweenMinusPiAndPi() {
    assertThat(RegionOfInterest.normalizedAngle(3 * PI / 2)).isCloseTo(-PI / 2, within(1e-6f));
    assertThat(RegionOfInterest.normalizedAngle(-3 * PI / 2)).isCloseTo(PI / 2, within(1e-6f));
    assertThat(RegionOfInterest.normalizedAngle(0.3f)).isCloseTo(0.3f, within(1e-6f));
  }

  @Test
  void isNotUsableWithoutExtentOrNumbers() {
    assertThat(new RegionOfInterest(0.5f, 0.5f, 0.1f, 0.1f, 0).isUsable()).isTrue();
    assertThat(new RegionOfInterest(0.5f, 0.5f, 0, 0.1f, 0).isUsable()).isFalse();
    assertThat(new RegionOfInterest(Float.NaN, 0.5f, 0.1f, 0.1f, 0).isUsable()).isFalse();
  }

  @Test
  void enclosesTheLowerJointsOfAHandThatPointsUp() {
    float[] hand = uprightHand();
    // Joints span x 60..100 and y 20..90 pixels; the wrist (80, 90) is under the knuckles' mean.
    RegionOfInterest region = HandRegion.around(hand, WIDE);
    assertRegion(region, 0.4f, 0.55f, 0.2f, 0.7f, 0);
  }

  @Test
  void turnsWithAHandThatPointsRight() {
    float[] upright = uprightHand();
    float[] turned = new float[upright.length];
    for (int i = 0; i < turned.length; i += 3) {
      // A quarter turn clockwise about (100, 50): right is where up was.
      float x = upright[i] * 200 - 100;
      float y = upright[i + 1] * 100 - 50;
      turned[i] = (100 - y) / 200;
      turned[i + 1] = (50 + x) / 100;
    }
    // Its centre (80, 55) goes to (95, 30); width and height stay the hand's own.
    assertRegion(HandRegion.around(turned, WIDE), 0.475f, 0.3f, 0.2f, 0.7f, PI / 2);
  }

  /** A hand of 200 x 100 pixel coordinates: wrist below, knuckles level, fingertips far above. */
  private static float[] uprightHand() {
    float[] hand = new float[21 * 3];
    for (int i = 0; i < 21; i++) {
      put(hand, i, 80, -500);
    }
    put(hand, 0, 80, 90);
    put(hand, 1, 100, 80);
    put(hand, 2, 100, 70);
    put(hand, 3, 100, 60);
    put(hand, 5, 90, 40);
    put(hand, 6, 90, 20);
    put(hand, 9, 80, 40);
    put(hand, 10, 80, 20);
    put(hand, 13, 70, 40);
    put(hand, 14, 70, 20);
    put(hand, 17, 60, 40);
    put(hand, 18, 60, 20);
    return hand;
  }

  private static void put(float[] hand, int point, float x, float y) {
    hand[point * 3] = x / 200;
    hand[point * 3 + 1] = y / 100;
  }

  private static void assertRegion(
      RegionOfInterest region, float x, float y, float width, float height, float rotation) {
    assertThat(
            new float[] {
              region.centerX(), region.centerY(), region.width(), region.height(), region.rotation()
            })
        .containsExactly(new float[] {x, y, width, height, rotation}, within(2e-6f));
  }
}
