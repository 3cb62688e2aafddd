package org.pose2gloss.serving.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pose2gloss.features.LandmarkPart;
import org.pose2gloss.features.LandmarkSequence;
import org.pose2gloss.features.PointSelection;
import org.pose2gloss.features.SelectedPoints;

/**
 * The answer to a video or to a file of landmarks.
 *
 * @param predictions the likeliest glosses, best first
 * @param model which one answered
 * @param frames how many it has
 * @param framesPerSecond its rate
 * @param imageWidth of a frame in pixels
 * @param imageHeight of a frame in pixels
 * @param coverage fraction of frames in which each part was found
 * @param timing what each step took
 * @param skeleton the landmarks, where they were asked for
 */
record MediaAnswer(
    List<Prediction.Gloss> predictions,
    Prediction.ModelName model,
    int frames,
    float framesPerSecond,
    int imageWidth,
    int imageHeight,
    Map<String, Double> coverage,
    Timing timing,
    @JsonInclude(JsonInclude.Include.NON_NULL) Skeleton skeleton) {

  /**
   * What each step took, in milliseconds.
   *
   * @param uploadMs reading the request
   * @param landmarksMs finding the landmarks, waiting included
   * @param predictMs asking the network, waiting included
   */
  record Timing(double uploadMs, double landmarksMs, double predictMs) {}

  /**
   * Landmarks to be drawn.
   *
   * @param points what each point is
   * @param frames {@code [frames][points][2]}: x and y in image widths and heights; null where
   *     absent
   */
  record Skeleton(List<Point> points, List<List<float[]>> frames) {}

  /**
   * A landmark.
   *
   * @param part as {@code right_hand}
   * @param index of MediaPipe's numbering in that part
   */
  record Point(String part, int index) {}

  static MediaAnswer of(
      Prediction prediction, LandmarkSequence sequence, Timing timing, Skeleton skeleton) {
    Map<String, Double> coverage = new LinkedHashMap<>();
    for (LandmarkPart part : LandmarkPart.values()) {
      coverage.put(part.columnName(), sequence.coverage(part));
    }
    return new MediaAnswer(
        prediction.predictions(),
        prediction.model(),
        sequence.frames(),
        sequence.framesPerSecond(),
        sequence.imageWidth(),
        sequence.imageHeight(),
        coverage,
        timing,
        skeleton);
  }

  static Skeleton skeleton(PointSelection selection, LandmarkSequence sequence) {
    SelectedPoints picked = selection.pick(sequence);
    List<List<float[]>> frames = new ArrayList<>();
    for (int frame = 0; frame < picked.frames(); frame++) {
      float[][] points = new float[picked.points()][];
      for (int point = 0; point < picked.points(); point++) {
        if (picked.isPresent(frame, point)) {
          points[point] =
              new float[] {
                rounded(picked.value(frame, point, 0)), rounded(picked.value(frame, point, 1))
              };
        }
      }
      frames.add(Arrays.asList(points));
    }
    return new Skeleton(
        selection.points().stream()
            .map(point -> new Point(point.part().columnName(), point.index()))
            .toList(),
        frames);
  }

  /** A tenth of a pixel is enough to draw. */
  private static float rounded(float value) {
    return Math.round(value * 10_000f) / 10_000f;
  }
}
