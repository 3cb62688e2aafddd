package org.pose2gloss.landmarks;

import java.util.Arrays;
import java.util.Locale;
import org.pose2gloss.landmarks.mediapipe.FrameTracker;
import org.pose2gloss.landmarks.mediapipe.HolisticTracker;
import org.pose2gloss.landmarks.mediapipe.SolutionsTracker;

/** Which of MediaPipe's graphs turn frames into landmarks. */
public enum LandmarkGraph {
  /**
   * The solutions Pose (complexity 1), Hands (2) and FaceMesh (1, refined), each for itself, as
   * MediaPipe's Python package runs them.
   */
  SOLUTIONS("pose-full+hands-full+face-attention/1") {
    @Override
    FrameTracker open(float detectionConfidence, float trackingConfidence) {
      return new SolutionsTracker(detectionConfidence, trackingConfidence);
    }
  },
  /** The body first; hands and face are looked for where it has them. */
  HOLISTIC("pose-full+recrop+hands-full+face-attention/1") {
    @Override
    FrameTracker open(float detectionConfidence, float trackingConfidence) {
      return new HolisticTracker(detectionConfidence, trackingConfidence);
    }
  };

  private final String models;

  LandmarkGraph(String models) {
    this.models = models;
  }

  /** The name in configuration files. */
  public String configName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Graph, models and version of our code for them: changes when the numbers may. */
  String version() {
    return "mediapipe-" + configName() + "/" + models;
  }

  /** Loads the models. */
  abstract FrameTracker open(float detectionConfidence, float trackingConfidence);

  /**
   * The graph of a name.
   *
   * @throws IllegalArgumentException if there is none, naming those there are
   */
  public static LandmarkGraph of(String configName) {
    return Arrays.stream(values())
        .filter(graph -> graph.configName().equals(configName))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "There is no landmark graph '"
                        + configName
                        + "'; there are: "
                        + Arrays.stream(values()).map(LandmarkGraph::configName).toList()));
  }
}
