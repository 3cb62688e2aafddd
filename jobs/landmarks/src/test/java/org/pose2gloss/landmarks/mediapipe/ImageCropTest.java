package org.pose2gloss.landmarks.mediapipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.pose2gloss.landmarks.video.VideoFrame;

/** Expected pixels come from OpenCV 4.11's boxPoints, getPerspectiveTransform, warpPerspective. */
class ImageCropTest {
  private static final int WIDTH = 7;
  private static final int HEIGHT = 5;

  private static VideoFrame picture() {
    byte[] rgb = new byte[WIDTH * HEIGHT * 3];
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        for (int c = 0; c < 3; c++) {
          rgb[(y * WIDTH + x) * 3 + c] = (byte) (x * 37 + y * 59 + c * 83);
        }
      }
    }
    return new VideoFrame(rgb, WIDTH, HEIGHT, 0);
  }

  private static int[] cut(RegionOfInterest region, ImageCrop.Border border) {
    float[] tensor = new ImageCrop(4, 0, 255, border).cut(picture(), region);
    int[] pixels = new int[tensor.length];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = Math.round(tensor[i]);
    }
    return pixels;
  }

  @Test
  void cutsWholePixelsUnchangedWhereNothingIsTurned() {
    RegionOfInterest region = new RegionOfInterest(0.5f, 0.5f, 4f / 7, 4f / 5, 0);
    int[] pixels = cut(region, ImageCrop.Border.REPLICATE);
    int[] red = new int[16];
    for (int i = 0; i < red.length; i++) {
      red[i] = pixels[3 * i];
    }
    assertThat(red)
        .containsExactly(
            85, 122, 159, 196, 144, 181, 154, 127, 203, 176, 85, 58, 134, 107, 80, 117);
  }

  @Test
  void turnsAndRepeatsTheEdge() {
    RegionOfInterest region = new RegionOfInterest(0.55f, 0.4f, 8f / 7, 8f / 5, 0.3f);
    assertThat(cut(region, ImageCrop.Border.REPLICATE))
        .containsExactly(
            45, 128, 211, 116, 199, 26, 186, 13, 96, 222, 49, 132, 23, 106, 189, 94, 177, 124, 170,
            127, 80, 87, 90, 173, 49, 132, 209, 155, 140, 65, 44, 87, 170, 110, 193, 124, 160, 59,
            70, 165, 72, 155, 95, 178, 29, 171, 214, 81);
  }

  @Test
  void turnsAndFadesToBlack() {
    RegionOfInterest region = new RegionOfInterest(0.55f, 0.4f, 8f / 7, 8f / 5, 0.3f);
    assertThat(cut(region, ImageCrop.Border.ZERO))
        .containsExactly(
            0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 47, 88, 62, 170, 127, 80, 57, 59, 113, 49,
            132, 209, 155, 140, 65, 44, 87, 170, 110, 193, 124, 70, 26, 31, 165, 72, 155, 95, 178,
            29, 85, 107, 40);
  }

  @Test
  void scalesToTheModelsRange() {
    float[] tensor =
        new ImageCrop(2, -1, 1, ImageCrop.Border.ZERO)
            .cut(
                new VideoFrame(new byte[] {0, (byte) 255, 51}, 1, 1, 0),
                new RegionOfInterest(0.5f, 0.5f, 1, 1, 0));
    assertThat(tensor[0]).isEqualTo(-1);
    assertThat(tensor[1]).isCloseTo(1, within(1e-6f));
    assertThat(tensor[2]).isCloseTo(-0.6f, within(1e-6f));
  }
}
