package org.pose2gloss.features;

/**
 * Which point of a signer a mirror puts in the place of which: left and right change places, points
 * on the midline stay.
 *
 * <p>The pose's twins are those of the names of MediaPipe's {@code PoseLandmark}. The face's were
 * found in MediaPipe's canonical face model, {@code
 * mediapipe/modules/face_geometry/data/canonical_face_model.obj}, which is exactly symmetric: the
 * twin of a vertex is the one at the same place with x negated. The mesh numbers its vertices so
 * that the 28 on the midline are below 248, as are the 220 of the signer's right side, and the 220
 * of the left side, from 248 to 467, follow in the order of their twins. The irises, 468 to 477,
 * come from {@code face_model_with_iris.obj} of the same folder.
 */
final class MirrorTwins {
  private static final int FIRST_LEFT_FACE_POINT = 248;
  private static final int FIRST_IRIS_POINT = 468;

  private static final int[] FACE_MIDLINE = {
    0, 1, 2, 4, 5, 6, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 94, 151, 152, 164, 168, 175,
    195, 197, 199, 200
  };

  /** Centre, inner or outer side, top, outer or inner side, bottom: right iris, then left. */
  private static final int[] IRISES = {473, 476, 475, 474, 477, 468, 471, 470, 469, 472};

  private static final int[] POSE = {
    0, 4, 5, 6, 1, 2, 3, 8, 7, 10, 9, 12, 11, 14, 13, 16, 15, 18, 17, 20, 19, 22, 21, 24, 23, 26,
    25, 28, 27, 30, 29, 32, 31
  };

  private static final int[] FACE = face();

  private MirrorTwins() {}

  /** The part in which the twins of a part's points are. */
  static LandmarkPart of(LandmarkPart part) {
    return switch (part) {
      case RIGHT_HAND -> LandmarkPart.LEFT_HAND;
      case LEFT_HAND -> LandmarkPart.RIGHT_HAND;
      case POSE -> LandmarkPart.POSE;
      case FACE -> LandmarkPart.FACE;
    };
  }

  /** The number, in the twin part, of a point's twin. */
  static int of(LandmarkPart part, int point) {
    return switch (part) {
      case RIGHT_HAND, LEFT_HAND -> point;
      case POSE -> POSE[point];
      case FACE -> FACE[point];
    };
  }

  private static int[] face() {
    int[] twins = new int[LandmarkPart.FACE.points()];
    int midline = 0;
    int left = FIRST_LEFT_FACE_POINT;
    for (int point = 0; point < FIRST_LEFT_FACE_POINT; point++) {
      if (midline < FACE_MIDLINE.length && FACE_MIDLINE[midline] == point) {
        twins[point] = point;
        midline++;
      } else {
        twins[point] = left;
        twins[left] = point;
        left++;
      }
    }
    System.arraycopy(IRISES, 0, twins, FIRST_IRIS_POINT, IRISES.length);
    return twins;
  }
}
