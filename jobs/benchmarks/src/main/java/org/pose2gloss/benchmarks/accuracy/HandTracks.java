package org.pose2gloss.benchmarks.accuracy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.pose2gloss.features.LandmarkPart;

/**
 * Tells a signer's right hand from the left one where a detector gave hands without saying which:
 * two slots a frame, in the order in which they happened to be found.
 *
 * <p>The assignment of slots to sides is the cheapest over the whole clip, found by a beam search
 * over its frames. An assignment costs by how far a hand would have moved since it was last seen,
 * by two hands being on the wrong sides of each other (a signer who faces the camera has the right
 * hand on the picture's left), and by the shape: fingers bend towards the palm, so the side of the
 * plane of wrist and knuckles to which they bend tells a right hand from a left one.
 */
final class HandTracks {
  private static final int POINTS = LandmarkPart.RIGHT_HAND.points();
  private static final int HAND = LandmarkPart.RIGHT_HAND.floatsPerFrame();
  private static final int CHANNELS = 3;
  private static final int SLOTS = 2;
  private static final int RIGHT = 0;
  private static final int LEFT = 1;
  private static final int ABSENT = -1;

  private static final int WRIST = 0;
  private static final int[] KNUCKLES = {5, 9, 13};
  private static final int[] TIPS = {8, 12, 16};
  private static final int LITTLE_FINGER_KNUCKLE = 17;

  /** Assignments that are followed at once; more change nothing on WLASL's clips. */
  private static final int BEAM = 8;

  // Costs in image widths of movement. The numbers were chosen on the clips of WLASL whose hands a
  // second detector had told apart, and are far from critical.
  private static final double FIRST_SIGHT = 0.15;
  private static final double MOST_MOVEMENT = 0.6;
  private static final double MOVEMENT_A_MISSED_FRAME = 0.3;
  private static final double CROSSED = 0.02;
  private static final double CROSSED_BY_WIDTH = 0.3;
  private static final double LONE_HAND_BY_WIDTH = 0.05;
  private static final double LONE_LEFT_HAND = 0.005;
  private static final double WRONG_SHAPE = 0.04;

  /** Which slot holds each side in a frame; {@link #ABSENT} for none. */
  private record Sides(int right, int left) {}

  /** A hand where it was last seen. */
  private record Seen(int frame, double x, double y) {}

  /** One way to assign all frames so far. */
  private record Path(double cost, Seen right, Seen left, Path before, Sides sides) {}

  /** What a slot holds in a frame: its middle, and its shape's handedness from -1 to 1. */
  private record Hand(double x, double y, double handedness) {}

  private HandTracks() {}

  /**
   * Tells the hands of a clip apart.
   *
   * @param slots {@code float[frames][2][21][x, y, z]}, row-major, x and y in image widths and
   *     heights, NaN where absent
   * @return {@code float[frames][2][21][x, y, z]}, the right hand before the left one
   * @throws IllegalArgumentException if there is not a whole number of frames, at least one
   */
  static float[] tellApart(float[] slots) {
    if (slots.length == 0 || slots.length % (SLOTS * HAND) != 0) {
      throw new IllegalArgumentException(
          String.format(
              "two hands of %d points are %d numbers a frame, and %d numbers are not 1 or more"
                  + " frames of them",
              POINTS, SLOTS * HAND, slots.length));
    }
    int frames = slots.length / (SLOTS * HAND);
    List<Path> paths = List.of(new Path(0, null, null, null, null));
    for (int frame = 0; frame < frames; frame++) {
      Hand[] hands = {hand(slots, frame, 0), hand(slots, frame, 1)};
      paths = extend(paths, hands, frame);
    }
    return arrange(slots, frames, paths.get(0));
  }

  private static List<Path> extend(List<Path> paths, Hand[] hands, int frame) {
    List<Path> extended = new ArrayList<>();
    for (Path path : paths) {
      for (Sides sides : choices(hands)) {
        extended.add(extend(path, sides, hands, frame));
      }
    }
    extended.sort(Comparator.comparingDouble(Path::cost));
    return extended.subList(0, Math.min(BEAM, extended.size()));
  }

  private static List<Sides> choices(Hand[] hands) {
    if (hands[0] == null && hands[1] == null) {
      return List.of(new Sides(ABSENT, ABSENT));
    }
    int first = hands[0] == null ? ABSENT : 0;
    int second = hands[1] == null ? ABSENT : 1;
    return List.of(new Sides(first, second), new Sides(second, first));
  }

  private static Path extend(Path path, Sides sides, Hand[] hands, int frame) {
    Hand right = sides.right() == ABSENT ? null : hands[sides.right()];
    Hand left = sides.left() == ABSENT ? null : hands[sides.left()];
    double cost = path.cost();
    if (right != null) {
      cost += movement(path.right(), right, frame) + WRONG_SHAPE * (1 - right.handedness());
    }
    if (left != null) {
      cost += movement(path.left(), left, frame) + WRONG_SHAPE * (1 + left.handedness());
    }
    if (right != null && left != null) {
      double crossing = right.x() - left.x();
      cost += crossing > 0 ? CROSSED + CROSSED_BY_WIDTH * crossing : 0;
    } else if (right != null) {
      cost += LONE_HAND_BY_WIDTH * Math.max(0, right.x() - 0.5);
    } else if (left != null) {
      cost += LONE_LEFT_HAND + LONE_HAND_BY_WIDTH * Math.max(0, 0.5 - left.x());
    }
    return new Path(
        cost, seen(right, frame, path.right()), seen(left, frame, path.left()), path, sides);
  }

  private static double movement(Seen last, Hand hand, int frame) {
    if (last == null) {
      return FIRST_SIGHT;
    }
    double distance = Math.hypot(hand.x() - last.x(), hand.y() - last.y());
    int missed = frame - last.frame() - 1;
    return Math.min(distance / (1 + MOVEMENT_A_MISSED_FRAME * missed), MOST_MOVEMENT);
  }

  private static Seen seen(Hand hand, int frame, Seen before) {
    return hand == null ? before : new Seen(frame, hand.x(), hand.y());
  }

  private static float[] arrange(float[] slots, int frames, Path cheapest) {
    float[] arranged = new float[slots.length];
    Arrays.fill(arranged, Float.NaN);
    Path path = cheapest;
    for (int frame = frames - 1; frame >= 0; frame--) {
      copy(slots, frame, path.sides().right(), arranged, RIGHT);
      copy(slots, frame, path.sides().left(), arranged, LEFT);
      path = path.before();
    }
    return arranged;
  }

  private static void copy(float[] slots, int frame, int slot, float[] arranged, int side) {
    if (slot != ABSENT) {
      System.arraycopy(slots, at(frame, slot), arranged, at(frame, side), HAND);
    }
  }

  private static int at(int frame, int slot) {
    return (frame * SLOTS + slot) * HAND;
  }

  /** The hand in a slot; null where there is none, or a number of it is missing. */
  private static Hand hand(float[] slots, int frame, int slot) {
    int at = at(frame, slot);
    double x = 0;
    double y = 0;
    for (int i = 0; i < HAND; i++) {
      if (!Float.isFinite(slots[at + i])) {
        return null;
      }
    }
    for (int point = 0; point < POINTS; point++) {
      x += slots[at + point * CHANNELS];
      y += slots[at + point * CHANNELS + 1];
    }
    return new Hand(x / POINTS, y / POINTS, handedness(slots, at));
  }

  /**
   * Cosine between the palm's normal (wrist to the index finger's knuckle times wrist to the little
   * finger's) and the way in which the fingers bend: positive for a right hand.
   */
  private static double handedness(float[] slots, int at) {
    double[] index = difference(slots, at, KNUCKLES[0], WRIST);
    double[] little = difference(slots, at, LITTLE_FINGER_KNUCKLE, WRIST);
    double[] normal = {
      index[1] * little[2] - index[2] * little[1],
      index[2] * little[0] - index[0] * little[2],
      index[0] * little[1] - index[1] * little[0]
    };
    double[] bend = new double[CHANNELS];
    for (int finger = 0; finger < TIPS.length; finger++) {
      double[] along = difference(slots, at, TIPS[finger], KNUCKLES[finger]);
      for (int channel = 0; channel < CHANNELS; channel++) {
        bend[channel] += along[channel];
      }
    }
    double lengths = Math.sqrt(product(normal, normal) * product(bend, bend));
    return lengths > 0 ? product(normal, bend) / lengths : 0;
  }

  private static double[] difference(float[] slots, int at, int to, int from) {
    double[] difference = new double[CHANNELS];
    for (int channel = 0; channel < CHANNELS; channel++) {
      difference[channel] =
          (double) slots[at + to * CHANNELS + channel] - slots[at + from * CHANNELS + channel];
    }
    return difference;
  }

  private static double product(double[] a, double[] b) {
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
  }
}
