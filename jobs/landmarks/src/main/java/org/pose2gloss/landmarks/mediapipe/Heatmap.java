package org.pose2gloss.landmarks.mediapipe;

/**
 * Moves a landmark to the centre of mass of its heat map nearby ({@code
 * calculators/util/refine_landmarks_from_heatmap_calculator.cc}).
 */
final class Heatmap {
  /** {@code min_confidence_to_refine} of {@code refine_landmarks_from_heatmap_calculator.proto}. */
  private static final float LEAST_CONFIDENCE = 0.5f;

  private Heatmap() {}

  /**
   * The refined position, or the given one where the map is not sure or the landmark lies outside.
   *
   * @param logits {@code float[size][size][landmarks]}, row-major
   * @param size rows and columns
   * @param landmarks landmarks that the map has
   * @param landmark the one meant
   * @param kernel cells a side that are looked at, odd
   * @param x 0..1 across the map
   * @param y 0..1 down the map
   * @return x and y
   */
  static float[] refined(
      float[] logits, int size, int landmarks, int landmark, int kernel, float x, float y) {
    float[] given = {x, y};
    int centerColumn = (int) (x * size);
    int centerRow = (int) (y * size);
    if (centerColumn < 0 || centerColumn >= size || centerRow < 0 || centerRow >= size) {
      return given;
    }
    int reach = (kernel - 1) / 2;
    float sum = 0;
    float columns = 0;
    float rows = 0;
    float most = 0;
    for (int row = Math.max(0, centerRow - reach);
        row < Math.min(size, centerRow + reach + 1);
        row++) {
      for (int column = Math.max(0, centerColumn - reach);
          column < Math.min(size, centerColumn + reach + 1);
          column++) {
        float confidence =
            SsdDetector.sigmoid(logits[(row * size + column) * landmarks + landmark]);
        sum += confidence;
        most = Math.max(most, confidence);
        columns += column * confidence;
        rows += row * confidence;
      }
    }
    return most >= LEAST_CONFIDENCE && sum > 0
        ? new float[] {columns / size / sum, rows / size / sum}
        : given;
  }
}
