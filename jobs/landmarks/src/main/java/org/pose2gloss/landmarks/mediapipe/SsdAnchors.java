package org.pose2gloss.landmarks.mediapipe;

/**
 * Centres of a single-shot detector's anchors, in widths and heights of the model's input.
 *
 * <p>Source: {@code calculators/tflite/ssd_anchors_calculator.cc} with {@code fixed_anchor_size},
 * one aspect ratio and the interpolated one: two anchors a cell and layer, and layers of the same
 * stride share their cells.
 */
final class SsdAnchors {
  private static final int ANCHORS_PER_LAYER = 2;

  private final float[] centers;

  /**
   * @param inputSize pixels a side of the model's input
   * @param strides pixels a cell of each layer, in order
   */
  SsdAnchors(int inputSize, int... strides) {
    centers = new float[2 * count(inputSize, strides)];
    int at = 0;
    for (int first = 0; first < strides.length; first = endOfRun(strides, first)) {
      int perCell = ANCHORS_PER_LAYER * (endOfRun(strides, first) - first);
      int cells = cells(inputSize, strides[first]);
      for (int row = 0; row < cells; row++) {
        for (int column = 0; column < cells; column++) {
          for (int k = 0; k < perCell; k++) {
            centers[at++] = (column + 0.5f) / cells;
            centers[at++] = (row + 0.5f) / cells;
          }
        }
      }
    }
  }

  private static int count(int inputSize, int[] strides) {
    int count = 0;
    for (int stride : strides) {
      count += ANCHORS_PER_LAYER * cells(inputSize, stride) * cells(inputSize, stride);
    }
    return count;
  }

  private static int cells(int inputSize, int stride) {
    return (inputSize + stride - 1) / stride;
  }

  private static int endOfRun(int[] strides, int first) {
    int end = first;
    while (end < strides.length && strides[end] == strides[first]) {
      end++;
    }
    return end;
  }

  int count() {
    return centers.length / 2;
  }

  float x(int anchor) {
    return centers[2 * anchor];
  }

  float y(int anchor) {
    return centers[2 * anchor + 1];
  }
}
