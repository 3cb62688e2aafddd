package org.pose2gloss.features;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The components of a MediaPipe Holistic {@code .pose} file that hold our parts, in the file's
 * order.
 *
 * <p>Names of components and points are those of pose-format's {@code utils/holistic.py}, which
 * takes the points' from MediaPipe's {@code PoseLandmark} and {@code HandLandmark}; limbs are
 * MediaPipe's {@code POSE_CONNECTIONS} and {@code HAND_CONNECTIONS}.
 */
enum HolisticComponent {
  POSE("POSE_LANDMARKS", LandmarkPart.POSE),
  FACE("FACE_LANDMARKS", LandmarkPart.FACE),
  LEFT_HAND("LEFT_HAND_LANDMARKS", LandmarkPart.LEFT_HAND),
  RIGHT_HAND("RIGHT_HAND_LANDMARKS", LandmarkPart.RIGHT_HAND);

  private static final List<String> POSE_POINTS =
      List.of(
          "NOSE",
          "LEFT_EYE_INNER",
          "LEFT_EYE",
          "LEFT_EYE_OUTER",
          "RIGHT_EYE_INNER",
          "RIGHT_EYE",
          "RIGHT_EYE_OUTER",
          "LEFT_EAR",
          "RIGHT_EAR",
          "MOUTH_LEFT",
          "MOUTH_RIGHT",
          "LEFT_SHOULDER",
          "RIGHT_SHOULDER",
          "LEFT_ELBOW",
          "RIGHT_ELBOW",
          "LEFT_WRIST",
          "RIGHT_WRIST",
          "LEFT_PINKY",
          "RIGHT_PINKY",
          "LEFT_INDEX",
          "RIGHT_INDEX",
          "LEFT_THUMB",
          "RIGHT_THUMB",
          "LEFT_HIP",
          "RIGHT_HIP",
          "LEFT_KNEE",
          "RIGHT_KNEE",
          "LEFT_ANKLE",
          "RIGHT_ANKLE",
          "LEFT_HEEL",
          "RIGHT_HEEL",
          "LEFT_FOOT_INDEX",
          "RIGHT_FOOT_INDEX");

  private static final List<String> HAND_POINTS =
      List.of(
          "WRIST",
          "THUMB_CMC",
          "THUMB_MCP",
          "THUMB_IP",
          "THUMB_TIP",
          "INDEX_FINGER_MCP",
          "INDEX_FINGER_PIP",
          "INDEX_FINGER_DIP",
          "INDEX_FINGER_TIP",
          "MIDDLE_FINGER_MCP",
          "MIDDLE_FINGER_PIP",
          "MIDDLE_FINGER_DIP",
          "MIDDLE_FINGER_TIP",
          "RING_FINGER_MCP",
          "RING_FINGER_PIP",
          "RING_FINGER_DIP",
          "RING_FINGER_TIP",
          "PINKY_MCP",
          "PINKY_PIP",
          "PINKY_DIP",
          "PINKY_TIP");

  private static final List<String> FACE_POINTS =
      IntStream.range(0, LandmarkPart.FACE.points()).mapToObj(Integer::toString).toList();

  private static final int[][] POSE_LIMBS = {
    {0, 1}, {1, 2}, {2, 3}, {3, 7}, {0, 4}, {4, 5}, {5, 6}, {6, 8}, {9, 10}, {11, 12}, {11, 13},
    {13, 15}, {15, 17}, {15, 19}, {15, 21}, {17, 19}, {12, 14}, {14, 16}, {16, 18}, {16, 20},
    {16, 22}, {18, 20}, {11, 23}, {12, 24}, {23, 24}, {23, 25}, {24, 26}, {25, 27}, {26, 28},
    {27, 29}, {28, 30}, {29, 31}, {30, 32}, {27, 31}, {28, 32}
  };

  private static final int[][] HAND_LIMBS = {
    {0, 1}, {1, 2}, {2, 3}, {3, 4}, {0, 5}, {5, 6}, {6, 7}, {7, 8}, {5, 9}, {9, 10}, {10, 11},
    {11, 12}, {9, 13}, {13, 14}, {14, 15}, {15, 16}, {13, 17}, {0, 17}, {17, 18}, {18, 19}, {19, 20}
  };

  private final String componentName;
  private final LandmarkPart part;

  HolisticComponent(String componentName, LandmarkPart part) {
    this.componentName = componentName;
    this.part = part;
  }

  static Optional<HolisticComponent> named(String componentName) {
    for (HolisticComponent component : values()) {
      if (component.componentName.equals(componentName)) {
        return Optional.of(component);
      }
    }
    return Optional.empty();
  }

  static HolisticComponent of(LandmarkPart part) {
    return switch (part) {
      case POSE -> POSE;
      case FACE -> FACE;
      case LEFT_HAND -> LEFT_HAND;
      case RIGHT_HAND -> RIGHT_HAND;
    };
  }

  String componentName() {
    return componentName;
  }

  LandmarkPart part() {
    return part;
  }

  /** Names of the part's points, in the part's order. */
  List<String> pointNames() {
    return switch (this) {
      case POSE -> POSE_POINTS;
      case FACE -> FACE_POINTS;
      case LEFT_HAND, RIGHT_HAND -> HAND_POINTS;
    };
  }

  /** Pairs of points that a picture joins by a line; none for the face, whose points are dense. */
  List<int[]> limbs() {
    return switch (this) {
      case POSE -> List.of(POSE_LIMBS);
      case FACE -> List.of();
      case LEFT_HAND, RIGHT_HAND -> List.of(HAND_LIMBS);
    };
  }

  /**
   * Place in the part of each point of a file's component: by its name, or by its order where the
   * names are others but the number of points is that of the part.
   *
   * @throws PoseFileException if neither tells the places
   */
  int[] places(List<String> names) throws PoseFileException {
    Map<String, Integer> known = new HashMap<>();
    pointNames().forEach(name -> known.put(name, known.size()));
    int[] places = names.stream().mapToInt(name -> known.getOrDefault(name, -1)).toArray();
    long distinct = Arrays.stream(places).filter(place -> place >= 0).distinct().count();
    if (distinct == places.length && places.length > 0) {
      return places;
    }
    if (places.length == part.points()) {
      return IntStream.range(0, places.length).toArray();
    }
    throw new PoseFileException(
        String.format(
            "%s of the .pose file has %d points, of which %d bear names of MediaPipe's %d; either"
                + " all points or all names are needed",
            componentName, places.length, distinct, part.points()));
  }
}
