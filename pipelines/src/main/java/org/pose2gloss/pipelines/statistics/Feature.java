package org.pose2gloss.pipelines.statistics;

import java.util.ArrayList;
import java.util.List;
import org.pose2gloss.features.LandmarkPart;

/**
 * One number of one landmark, such as the x of a finger's tip.
 *
 * @param part the part it belongs to
 * @param point number of the point in the part
 * @param channel 0 is x, 1 is y, 2 is z, 3 the visibility of a pose point
 */
record Feature(LandmarkPart part, int point, int channel) {
  private static final String CHANNELS = "xyzv";
  private static final int Z = 2;
  private static final int FIRST_HIP = 23;
  private static final int VISIBILITY = 3;

  /** The picture and half of one around it; a bin is a 32nd of the picture. */
  private static final Bins PLACE = new Bins(-0.5, 1.5, 64);

  /** Hands and face are seldom deeper than a quarter of the picture's width. */
  private static final Bins DEPTH = new Bins(-0.5, 0.5, 64);

  /** A pose's z is relative to the hips, and arms reach far in front of them. */
  private static final Bins POSE_DEPTH = new Bins(-4, 4, 64);

  private static final Bins PROBABILITY = new Bins(0, 1, 20);

  /** Every feature in the order of the parts and of their numbers in a frame. */
  static List<Feature> all() {
    List<Feature> all = new ArrayList<>();
    for (LandmarkPart part : LandmarkPart.values()) {
      for (int point = 0; point < part.points(); point++) {
        for (int channel = 0; channel < part.channels(); channel++) {
          all.add(new Feature(part, point, channel));
        }
      }
    }
    return all;
  }

  /** Such as {@code right_hand.INDEX_FINGER_TIP.x} or {@code face.4.y}. */
  String name() {
    return part.columnName() + "." + part.pointNames().get(point) + "." + CHANNELS.charAt(channel);
  }

  /**
   * Whether its range is one that numbers should keep to: x and y about the picture, visibility.
   * Hips and legs of who signs lie below most pictures, where MediaPipe guesses them.
   */
  boolean isBounded() {
    boolean below = part == LandmarkPart.POSE && point >= FIRST_HIP;
    return channel == VISIBILITY || (channel != Z && !below);
  }

  Bins bins() {
    if (channel == VISIBILITY) {
      return PROBABILITY;
    }
    if (channel != Z) {
      return PLACE;
    }
    return part == LandmarkPart.POSE ? POSE_DEPTH : DEPTH;
  }
}
