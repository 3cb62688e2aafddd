package org.pose2gloss.landmarks.mediapipe;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The arithmetic of the three custom operators of the face model with attention, version 2 each.
 *
 * <p>Source: {@code util/tflite/operations/landmarks_to_transform_matrix.cc}, {@code
 * transform_tensor_bilinear.cc}, {@code transform_landmarks.cc}. A matrix is {@code float[16]},
 * row-major; only its first two rows carry more than identity.
 */
final class AttentionMath {
  private AttentionMath() {}

  /**
   * Options of Landmarks2TransformMatrix.
   *
   * @param leftIndex landmark from which the line of rotation starts
   * @param rightIndex landmark at which it ends
   * @param targetRotation angle in radians that this line has in the output
   * @param subset landmarks that the output encloses
   * @param outputWidth columns of the output
   * @param outputHeight rows of the output
   * @param scaleX how much wider than the enclosing box the output is
   * @param scaleY how much higher
   */
  record MatrixOptions(
      int leftIndex,
      int rightIndex,
      float targetRotation,
      List<Integer> subset,
      float outputWidth,
      float outputHeight,
      float scaleX,
      float scaleY) {

    static MatrixOptions of(Map<String, double[]> options) {
      return new MatrixOptions(
          (int) number(options, "left_rotation_idx"),
          (int) number(options, "right_rotation_idx"),
          (float) number(options, "target_rotation_radians"),
          Arrays.stream(numbers(options, "subset_idxs")).mapToObj(index -> (int) index).toList(),
          (float) number(options, "output_width"),
          (float) number(options, "output_height"),
          (float) number(options, "scale_x"),
          (float) number(options, "scale_y"));
    }

    private static double number(Map<String, double[]> options, String name) {
      return numbers(options, name)[0];
    }

    private static double[] numbers(Map<String, double[]> options, String name) {
      double[] values = options.get(name);
      if (values == null || values.length == 0) {
        throw new IllegalArgumentException("the operator's options lack " + name);
      }
      return values;
    }
  }

  /**
   * Matrix from pixels of an upright crop round some landmarks to pixels of the input.
   *
   * @param landmarks {@code float[n * 3]}, x and y in pixels of the input
   */
  static float[] landmarksToMatrix(float[] landmarks, MatrixOptions options) {
    int left = options.leftIndex() * 3;
    int right = options.rightIndex() * 3;
    double rotation =
        options.targetRotation()
            - Math.atan2(
                landmarks[right + 1] - landmarks[left + 1], landmarks[right] - landmarks[left]);
    double cos = Math.cos(rotation);
    double sin = Math.sin(rotation);
    double minX = Double.POSITIVE_INFINITY;
    double maxX = Double.NEGATIVE_INFINITY;
    double minY = Double.POSITIVE_INFINITY;
    double maxY = Double.NEGATIVE_INFINITY;
    for (int index : options.subset()) {
      double x = landmarks[index * 3] * cos - landmarks[index * 3 + 1] * sin;
      double y = landmarks[index * 3] * sin + landmarks[index * 3 + 1] * cos;
      minX = Math.min(minX, x);
      maxX = Math.max(maxX, x);
      minY = Math.min(minY, y);
      maxY = Math.max(maxY, y);
    }
    double middleX = (minX + maxX) / 2;
    double middleY = (minY + maxY) / 2;
    double centerX = middleX * cos + middleY * sin;
    double centerY = -middleX * sin + middleY * cos;
    double scaleX = options.scaleX() * (maxX - minX) / options.outputWidth();
    double scaleY = options.scaleY() * (maxY - minY) / options.outputHeight();
    // shift(center) * rotate(-rotation) * scale * shift(-output / 2)
    double shiftX = -options.outputWidth() / 2;
    double shiftY = -options.outputHeight() / 2;
    float[] matrix = identity();
    matrix[0] = (float) (cos * scaleX);
    matrix[1] = (float) (sin * scaleY);
    matrix[3] = (float) (cos * scaleX * shiftX + sin * scaleY * shiftY + centerX);
    matrix[4] = (float) (-sin * scaleX);
    matrix[5] = (float) (cos * scaleY);
    matrix[7] = (float) (-sin * scaleX * shiftX + cos * scaleY * shiftY + centerY);
    return matrix;
  }

  private static float[] identity() {
    float[] matrix = new float[16];
    for (int i = 0; i < 4; i++) {
      matrix[i * 5] = 1;
    }
    return matrix;
  }

  /**
   * Samples a tensor at transformed positions, bilinearly, with pixel centres at halves; zero
   * outside.
   *
   * @param input {@code float[inputHeight * inputWidth * channels]}
   * @param matrix from output pixels to input pixels
   * @param output {@code float[outputHeight * outputWidth * channels]}, overwritten
   */
  static void transformBilinear(
      float[] input,
      int inputHeight,
      int inputWidth,
      float[] matrix,
      float[] output,
      int outputHeight,
      int outputWidth,
      int channels) {
    float shiftX = matrix[3] + matrix[0] * 0.5f + matrix[1] * 0.5f - 0.5f;
    float shiftY = matrix[7] + matrix[4] * 0.5f + matrix[5] * 0.5f - 0.5f;
    for (int row = 0; row < outputHeight; row++) {
      for (int column = 0; column < outputWidth; column++) {
        float x = matrix[0] * column + matrix[1] * row + shiftX;
        float y = matrix[4] * column + matrix[5] * row + shiftY;
        int target = (row * outputWidth + column) * channels;
        if (!(x >= 0 && x <= inputWidth - 1 && y >= 0 && y <= inputHeight - 1)) {
          Arrays.fill(output, target, target + channels, 0);
          continue;
        }
        int x0 = (int) x;
        int y0 = (int) y;
        float right = x - x0;
        float lower = y - y0;
        // On the last column or row the weight of the neighbour beyond it is zero.
        int x1 = Math.min(x0 + 1, inputWidth - 1);
        int y1 = Math.min(y0 + 1, inputHeight - 1);
        int upperLeft = (y0 * inputWidth + x0) * channels;
        int upperRight = (y0 * inputWidth + x1) * channels;
        int lowerLeft = (y1 * inputWidth + x0) * channels;
        int lowerRight = (y1 * inputWidth + x1) * channels;
        for (int c = 0; c < channels; c++) {
          float up = (1 - right) * input[upperLeft + c] + right * input[upperRight + c];
          float down = (1 - right) * input[lowerLeft + c] + right * input[lowerRight + c];
          output[target + c] = (1 - lower) * up + lower * down;
        }
      }
    }
  }

  /**
   * Transforms landmarks; what a landmark has beyond x and y stays.
   *
   * @param landmarks {@code float[n * dimensions]}
   * @param dimensions 2 or 3
   */
  static float[] transformLandmarks(float[] landmarks, int dimensions, float[] matrix) {
    float[] moved = landmarks.clone();
    for (int i = 0; i + 1 < moved.length; i += dimensions) {
      float x = landmarks[i];
      float y = landmarks[i + 1];
      moved[i] = matrix[0] * x + matrix[1] * y + matrix[3];
      moved[i + 1] = matrix[4] * x + matrix[5] * y + matrix[7];
    }
    return moved;
  }
}
