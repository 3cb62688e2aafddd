package org.pose2gloss.features;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * One of the four parts of a signer that are tracked, in the order in which the parts of a frame
 * are numbered.
 *
 * <p>Numbering inside a part is MediaPipe's: 21 hand landmarks, 33 pose landmarks, 478 face-mesh
 * points (468 and ten of the irises).
 */
public enum LandmarkPart {
  /** The signer's right hand: x, y, z. */
  RIGHT_HAND("right_hand", 21, 3),
  /** The signer's left hand: x, y, z. */
  LEFT_HAND("left_hand", 21, 3),
  /** The body: x, y, z, visibility (0..1). */
  POSE("pose", 33, 4),
  /** The face mesh with irises: x, y, z. */
  FACE("face", 478, 3);

  /** Points of a whole frame: 21 + 21 + 33 + 478. */
  public static final int TOTAL_POINTS = 553;

  private final String columnName;
  private final int points;
  private final int channels;

  LandmarkPart(String columnName, int points, int channels) {
    this.columnName = columnName;
    this.points = points;
    this.channels = channels;
  }

  /** The part of a column's name, empty if there is none. */
  public static Optional<LandmarkPart> named(String columnName) {
    return Arrays.stream(values()).filter(part -> part.columnName.equals(columnName)).findFirst();
  }

  /** Name of the part's column in tables. */
  public String columnName() {
    return columnName;
  }

  /** Points a frame. */
  public int points() {
    return points;
  }

  /**
   * Names of the points in their order: MediaPipe's of hand and pose, such as {@code
   * INDEX_FINGER_TIP}, and numbers of the face's.
   */
  public List<String> pointNames() {
    return HolisticComponent.of(this).pointNames();
  }

  /** Numbers a point: x, y, z, and for the pose its visibility. */
  public int channels() {
    return channels;
  }

  /** Floats a frame: {@code points() * channels()}. */
  public int floatsPerFrame() {
    return points * channels;
  }
}
