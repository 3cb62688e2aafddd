package org.pose2gloss.landmarks.mediapipe;

import org.pose2gloss.landmarks.video.VideoFrame;

/**
 * Cuts a rotated square out of a picture as a model's input, to the bit as MediaPipe's CPU path
 * does ({@code calculators/tensor/image_to_tensor_converter_opencv.cc} with OpenCV 3.4's {@code
 * warpPerspective}).
 *
 * <p>Sampling is bilinear from corner to corner: positions are rounded to 1/32 pixel, sums to whole
 * 8-bit values, and only those are scaled to the model's range.
 */
final class ImageCrop {
  /** What lies outside the picture. */
  enum Border {
    /** Black. */
    ZERO,
    /** The nearest pixel of the picture. */
    REPLICATE
  }

  private static final int POSITION_BITS = 5;
  private static final int POSITIONS = 1 << POSITION_BITS;
  private static final int WEIGHT_BITS = 2 * POSITION_BITS;
  private static final int HALF_WEIGHT = 1 << (WEIGHT_BITS - 1);

  private final int size;
  private final Border border;
  private final float[] values = new float[256];
  private final float[] tensor;

  /**
   * @param size pixels a side of the model's input
   * @param low number that stands for 0
   * @param high number that stands for 255
   */
  ImageCrop(int size, float low, float high, Border border) {
    this.size = size;
    this.border = border;
    this.tensor = new float[size * size * 3];
    float scale = (high - low) / 255;
    for (int i = 0; i < values.length; i++) {
      values[i] = i * scale + low;
    }
  }

  /** The region's pixels, {@code float[size * size * 3]}, overwritten by the next call. */
  float[] cut(VideoFrame image, RegionOfInterest region) {
    float centerX = region.centerX() * image.width();
    float centerY = region.centerY() * image.height();
    float width = region.width() * image.width();
    float height = region.height() * image.height();
    // cv::RotatedRect::points, in its order of rounding: the corner of the first pixel, and how
    // far the opposite ends of its row and column lie from it.
    float halfCos = (float) Math.cos(region.rotation()) * 0.5f;
    float halfSin = (float) Math.sin(region.rotation()) * 0.5f;
    float topLeftX = centerX + halfSin * height - halfCos * width;
    float topLeftY = centerY - halfCos * height - halfSin * width;
    float bottomLeftX = centerX - halfSin * height - halfCos * width;
    float bottomLeftY = centerY + halfCos * height - halfSin * width;
    float topRightX = 2 * centerX - bottomLeftX;
    float topRightY = 2 * centerY - bottomLeftY;
    double columnX = ((double) topRightX - topLeftX) / size;
    double columnY = ((double) topRightY - topLeftY) / size;
    double rowX = ((double) bottomLeftX - topLeftX) / size;
    double rowY = ((double) bottomLeftY - topLeftY) / size;
    int target = 0;
    for (int row = 0; row < size; row++) {
      double x0 = topLeftX + rowX * row;
      double y0 = topLeftY + rowY * row;
      for (int column = 0; column < size; column++) {
        int x = (int) Math.rint((x0 + columnX * column) * POSITIONS);
        int y = (int) Math.rint((y0 + columnY * column) * POSITIONS);
        sample(image, x, y, target);
        target += 3;
      }
    }
    return tensor;
  }

  private void sample(VideoFrame image, int x, int y, int target) {
    byte[] rgb = image.rgb();
    int left = x >> POSITION_BITS;
    int top = y >> POSITION_BITS;
    int rightWeight = x & (POSITIONS - 1);
    int bottomWeight = y & (POSITIONS - 1);
    int leftWeight = POSITIONS - rightWeight;
    int topWeight = POSITIONS - bottomWeight;
    if (left >= 0 && top >= 0 && left < image.width() - 1 && top < image.height() - 1) {
      int upper = (top * image.width() + left) * 3;
      int lower = upper + image.width() * 3;
      for (int c = 0; c < 3; c++) {
        int sum =
            topWeight
                    * (leftWeight * (rgb[upper + c] & 0xff)
                        + rightWeight * (rgb[upper + 3 + c] & 0xff))
                + bottomWeight
                    * (leftWeight * (rgb[lower + c] & 0xff)
                        + rightWeight * (rgb[lower + 3 + c] & 0xff));
        tensor[target + c] = values[(sum + HALF_WEIGHT) >> WEIGHT_BITS];
      }
    } else {
      for (int c = 0; c < 3; c++) {
        int sum =
            topWeight
                    * (leftWeight * pixel(image, left, top, c)
                        + rightWeight * pixel(image, left + 1, top, c))
                + bottomWeight
                    * (leftWeight * pixel(image, left, top + 1, c)
                        + rightWeight * pixel(image, left + 1, top + 1, c));
        tensor[target + c] = values[(sum + HALF_WEIGHT) >> WEIGHT_BITS];
      }
    }
  }

  private int pixel(VideoFrame image, int x, int y, int channel) {
    boolean inside = x >= 0 && y >= 0 && x < image.width() && y < image.height();
    if (!inside && border == Border.ZERO) {
      return 0;
    }
    int column = Math.max(0, Math.min(image.width() - 1, x));
    int row = Math.max(0, Math.min(image.height() - 1, y));
    return image.rgb()[(row * image.width() + column) * 3 + channel] & 0xff;
  }
}
