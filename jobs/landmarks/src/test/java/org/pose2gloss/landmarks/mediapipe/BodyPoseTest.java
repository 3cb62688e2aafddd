package org.pose2gloss.landmarks.mediapipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.pose2gloss.landmarks.video.VideoFrame;

/** Expected regions are computed by hand, in pixels of a picture of 200 x 100. */
class BodyPoseTest {
  private static final VideoFrame WIDE = new VideoFrame(new byte[200 * 100 * 3], 200, 100, 0);
  private static final float PI = (float) Math.PI;

  private final float[] body = new float[33 * 4];

  private void put(int landmark, float x, float y) {
    body[landmark * 4] = x / 200;
    body[landmark * 4 + 1] = y / 100;
    body[landmark * 4 + 3] = 1;
  }

  private BodyPose pose() {
    put(11, 130, 40);
    put(12, 70, 40);
    return new BodyPose(body, WIDE);
  }

  @Test
  void measuresTheShoulders() {
    assertThat(pose().shoulderWidth()).isCloseTo(60, within(1e-3f));
  }

  @Test
  void looksForAHandRoundItsKnuckles() {
    // Two thirds of the way to the index finger: (70, 47), 20 above the wrist. A square of 2 * 20
    // pixels, moved up by a tenth of it, 4, then enlarged 2.7 times: 108.
    put(16, 70, 67);
    put(18, 76, 47);
    put(20, 67, 47);
    RegionOfInterest region = pose().handRegion(BodyPose.Side.RIGHT);
    assertThat(region.centerX() * 200).isCloseTo(70, within(1e-3f));
    assertThat(region.centerY() * 100).isCloseTo(43, within(1e-3f));
    assertThat(region.width() * 200).isCloseTo(108, within(1e-2f));
    assertThat(region.height() * 100).isCloseTo(108, within(1e-2f));
    assertThat(region.rotation()).isCloseTo(0, within(1e-5f));
  }

  @Test
  void turnsWithTheHand() {
    put(15, 100, 50);
    put(17, 130, 50);
    put(19, 130, 50);
    assertThat(pose().handRegion(BodyPose.Side.LEFT).rotation()).isCloseTo(PI / 2, within(1e-5f));
  }

  @Test
  void looksForAHandThatPointsAtTheCamera() {
    // Wrist and knuckles in one place: 0.3 of the shoulders' 60 pixels, 18, enlarged to 48.6.
    put(16, 70, 67);
    put(18, 70, 67);
    put(20, 70, 67);
    assertThat(pose().handRegion(BodyPose.Side.RIGHT).width() * 200)
        .isCloseTo(48.6f, within(1e-2f));
  }

  @Test
  void measuresHowFarAHandIsFromItsWrist() {
    put(15, 100, 50);
    float[] landmarks = new float[Hand.LANDMARKS * 3];
    landmarks[0] = 103 / 200f;
    landmarks[1] = 54 / 100f;
    assertThat(pose().wristDistance(BodyPose.Side.LEFT, new Hand(landmarks, 1, 1)))
        .isCloseTo(5, within(1e-3f));
  }

  @Test
  void looksForTheFaceRoundItsPoints() {
    for (int i = 0; i < 11; i++) {
      put(i, 100, 20);
    }
    put(2, 104, 18);
    put(5, 96, 18);
    put(10, 100, 24);
    // 8 wide, 6 high: a square of 8, enlarged to 24, round the middle of the box.
    RegionOfInterest region = pose().faceRegion();
    assertThat(region.centerX() * 200).isCloseTo(100, within(1e-3f));
    assertThat(region.centerY() * 100).isCloseTo(21, within(1e-3f));
    assertThat(region.width() * 200).isCloseTo(24, within(1e-2f));
    assertThat(region.rotation()).isCloseTo(0, within(1e-5f));
  }

  @Test
  void takesAWristForHiddenThatTheModelDoubts() {
    put(16, 70, 67);
    body[16 * 4 + 3] = 0.05f;
    assertThat(pose().isVisible(BodyPose.Side.RIGHT)).isFalse();
    body[16 * 4 + 3] = 0.2f;
    assertThat(pose().isVisible(BodyPose.Side.RIGHT)).isTrue();
  }
}
