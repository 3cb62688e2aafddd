package org.pose2gloss.landmarks.mediapipe;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Which of many overlapping boxes stay. */
final class Boxes {
  /** {@code min_suppression_threshold} of all three detectors' graphs. */
  private static final float SUPPRESSION_OVERLAP = 0.3f;

  /**
   * {@code min_similarity_threshold} of {@code
   * modules/hand_landmark/hand_landmark_tracking_cpu.pbtxt}.
   */
  private static final float ASSOCIATION_OVERLAP = 0.5f;

  private Boxes() {}

  /** Intersection over union of two upright boxes, each left, top, right, bottom; 0..1. */
  static float overlap(
      float left,
      float top,
      float right,
      float bottom,
      float otherLeft,
      float otherTop,
      float otherRight,
      float otherBottom) {
    float width = Math.min(right, otherRight) - Math.max(left, otherLeft);
    float height = Math.min(bottom, otherBottom) - Math.max(top, otherTop);
    if (!(width > 0 && height > 0)) {
      return 0;
    }
    float intersection = width * height;
    float union =
        (right - left) * (bottom - top)
            + (otherRight - otherLeft) * (otherBottom - otherTop)
            - intersection;
    return union > 0 ? intersection / union : 0;
  }

  private static float overlap(Detection a, Detection b) {
    return overlap(
        a.left(), a.top(), a.right(), a.bottom(), b.left(), b.top(), b.right(), b.bottom());
  }

  /**
   * Weighted non-maximum suppression ({@code calculators/util/non_max_suppression_calculator.cc}):
   * each best detection takes the mean, weighted by score, of all that overlap it.
   *
   * @return best first
   */
  static List<Detection> suppressed(List<Detection> detections) {
    List<Detection> rest = new ArrayList<>(detections);
    rest.sort(Comparator.comparingDouble(Detection::score).reversed());
    List<Detection> kept = new ArrayList<>();
    while (!rest.isEmpty()) {
      Detection best = rest.get(0);
      List<Detection> others = new ArrayList<>();
      float[] sum = new float[best.values().length];
      float total = 0;
      for (Detection candidate : rest) {
        if (overlap(best, candidate) > SUPPRESSION_OVERLAP) {
          total += candidate.score();
          for (int i = 0; i < sum.length; i++) {
            sum[i] += candidate.values()[i] * candidate.score();
          }
        } else {
          others.add(candidate);
        }
      }
      if (others.size() == rest.size()) {
        // A box without area overlaps not even itself: MediaPipe keeps it and stops.
        kept.add(best);
        break;
      }
      for (int i = 0; i < sum.length; i++) {
        sum[i] /= total;
      }
      kept.add(new Detection(best.score(), sum));
      rest = others;
    }
    return kept;
  }

  /**
   * Regions to look at: the detected ones, then the tracked ones, which replace what they overlap
   * ({@code calculators/util/association_calculator.h}).
   */
  static List<RegionOfInterest> associated(
      List<RegionOfInterest> detected, List<RegionOfInterest> tracked) {
    List<RegionOfInterest> regions = new ArrayList<>();
    for (List<RegionOfInterest> more : List.of(detected, tracked)) {
      for (RegionOfInterest region : more) {
        regions.removeIf(earlier -> region.overlap(earlier) > ASSOCIATION_OVERLAP);
        regions.add(region);
      }
    }
    return regions;
  }
}
