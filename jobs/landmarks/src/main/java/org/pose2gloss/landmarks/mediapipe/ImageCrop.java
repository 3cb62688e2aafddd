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
  private static final long HALF_WEIGHT = 1 << (WEIGHT_BITS - 1);

  /** 255 times the weights' sum of 2^10 takes 18 bits: three lanes fit into a long. */
  private static final int LANE_BITS = 21;

  private static final long HALF_WEIGHTS =
      HALF_WEIGHT | HALF_WEIGHT << LANE_BITS | HALF_WEIGHT << (2 * LANE_BITS);

  /** 1.5 * 2^52: a sum with it has no bits left for fractions, so adding rounds. */
  private static final double ROUNDING = 0x1.8p52;

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
    // The rotation is the same everywhere: what lies inside at all four corners does so throughout.
    boolean inside =
        isInside(image, topLeftX, topLeftY)
            && isInside(image, topRightX, topRightY)
            && isInside(image, bottomLeftX, bottomLeftY)
            && isInside(image, 2 * centerX - topLeftX, 2 * centerY - topLeftY);
    for (int row = 0; row < size; row++) {
      double x0 = topLeftX + rowX * row;
      double y0 = topLeftY + rowY * row;
      if (inside) {
        sampleInside(image, x0, y0, columnX, columnY, row * size * 3);
      } else {
        sampleAcross(image, x0, y0, columnX, columnY, row * size * 3);
      }
    }
    return tensor;
  }

  /** Whether a position and its neighbours are pixels of the picture, however it is rounded. */
  private static boolean isInside(VideoFrame image, float x, float y) {
    return x >= 1 && y >= 1 && x < image.width() - 2 && y < image.height() - 2;
  }

  /** A row of a crop that lies wholly in the picture. */
  private void sampleInside(
      VideoFrame image, double x0, double y0, double columnX, double columnY, int first) {
    byte[] rgb = image.rgb();
    float[] table = values;
    float[] out = tensor;
    int pixels = size;
    int stride = image.width() * 3;
    for (int column = 0, target = first; column < pixels; column++, target += 3) {
      int x = rounded((x0 + columnX * column) * POSITIONS);
      int y = rounded((y0 + columnY * column) * POSITIONS);
      int upper = (y >> POSITION_BITS) * stride + (x >> POSITION_BITS) * 3;
      int lower = upper + stride;
      long right = x & (POSITIONS - 1);
      long bottom = y & (POSITIONS - 1);
      long sums =
          lanes(rgb, upper) * ((POSITIONS - bottom) * (POSITIONS - right))
              + lanes(rgb, upper + 3) * ((POSITIONS - bottom) * right)
              + lanes(rgb, lower) * (bottom * (POSITIONS - right))
              + lanes(rgb, lower + 3) * (bottom * right)
              + HALF_WEIGHTS;
      out[target] = table[channel(sums, 0)];
      out[target + 1] = table[channel(sums, 1)];
      out[target + 2] = table[channel(sums, 2)];
    }
  }

  /** A row of a crop that may reach beyond the picture. */
  private void sampleAcross(
      VideoFrame image, double x0, double y0, double columnX, double columnY, int first) {
    byte[] rgb = image.rgb();
    float[] table = values;
    float[] out = tensor;
    int pixels = size;
    int lastColumn = image.width() - 1;
    int lastRow = image.height() - 1;
    int stride = image.width() * 3;
    for (int column = 0, target = first; column < pixels; column++, target += 3) {
      int x = rounded((x0 + columnX * column) * POSITIONS);
      int y = rounded((y0 + columnY * column) * POSITIONS);
      int left = x >> POSITION_BITS;
      int top = y >> POSITION_BITS;
      long right = x & (POSITIONS - 1);
      long bottom = y & (POSITIONS - 1);
      long leftWeight = POSITIONS - right;
      long rightWeight = right;
      long upperWeight = POSITIONS - bottom;
      long lowerWeight = bottom;
      if (border == Border.ZERO) {
        // A weight of nothing makes the pixel black, whatever is read for it.
        leftWeight = left >= 0 && left <= lastColumn ? leftWeight : 0;
        rightWeight = left >= -1 && left < lastColumn ? rightWeight : 0;
        upperWeight = top >= 0 && top <= lastRow ? upperWeight : 0;
        lowerWeight = top >= -1 && top < lastRow ? lowerWeight : 0;
      }
      int leftAt = Math.max(0, Math.min(lastColumn, left)) * 3;
      int rightAt = Math.max(0, Math.min(lastColumn, left + 1)) * 3;
      int upperAt = Math.max(0, Math.min(lastRow, top)) * stride;
      int lowerAt = Math.max(0, Math.min(lastRow, top + 1)) * stride;
      long sums =
          lanes(rgb, upperAt + leftAt) * (upperWeight * leftWeight)
              + lanes(rgb, upperAt + rightAt) * (upperWeight * rightWeight)
              + lanes(rgb, lowerAt + leftAt) * (lowerWeight * leftWeight)
              + lanes(rgb, lowerAt + rightAt) * (lowerWeight * rightWeight)
              + HALF_WEIGHTS;
      out[target] = table[channel(sums, 0)];
      out[target + 1] = table[channel(sums, 1)];
      out[target + 2] = table[channel(sums, 2)];
    }
  }

  /** The three channels of a pixel side by side, each with room for its weighted sum. */
  private static long lanes(byte[] rgb, int at) {
    return (rgb[at] & 0xffL)
        | (rgb[at + 1] & 0xffL) << LANE_BITS
        | (rgb[at + 2] & 0xffL) << (2 * LANE_BITS);
  }

  /** The rounded 8-bit value of one lane of weighted sums. */
  private static int channel(long sums, int lane) {
    return (int) (sums >> (lane * LANE_BITS + WEIGHT_BITS)) & 0xff;
  }

  /** To the nearest whole number, halves to the even one, as {@link Math#rint}; |value| < 2^31. */
  private static int rounded(double value) {
    return (int) Double.doubleToRawLongBits(value + ROUNDING);
  }
}
