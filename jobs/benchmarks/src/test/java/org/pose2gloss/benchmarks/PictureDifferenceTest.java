package org.pose2gloss.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pose2gloss.landmarks.video.VideoFrame;

class PictureDifferenceTest {
  private final PictureDifference difference = new PictureDifference();

  private static Optional<VideoFrame> pixel(int red, int green, int blue) {
    return Optional.of(new VideoFrame(new byte[] {(byte) red, (byte) green, (byte) blue}, 1, 1, 0));
  }

  @Test
  void equalFramesAreNoDifference() {
    difference.add(pixel(1, 2, 200), pixel(1, 2, 200));
    assertThat(difference.none()).isTrue();
    assertThat(difference.result()).isEqualTo(new PictureDifference.Result(1, 1, 1, 1, 0, 0));
  }

  @Test
  void channelsCountFrom0To255() {
    difference.add(pixel(0, 10, 7), pixel(255, 4, 7));
    difference.add(pixel(9, 9, 9), pixel(9, 9, 9));
    assertThat(difference.none()).isFalse();
    assertThat(difference.result())
        .isEqualTo(new PictureDifference.Result(2, 2, 2, 1, (255 + 6) / 6.0, 255));
  }

  @Test
  void aFrameThatOnlyOneHasIsADifference() {
    difference.add(pixel(1, 1, 1), pixel(1, 1, 1));
    difference.add(Optional.empty(), pixel(2, 2, 2));
    assertThat(difference.none()).isFalse();
    assertThat(difference.result()).isEqualTo(new PictureDifference.Result(1, 2, 1, 1, 0, 0));
  }

  @Test
  void framesOfAnotherSizeAreNotCompared() {
    difference.add(pixel(1, 1, 1), Optional.of(new VideoFrame(new byte[6], 2, 1, 0)));
    assertThat(difference.none()).isFalse();
    assertThat(difference.result().compared()).isZero();
  }
}
