package org.pose2gloss.classifier.network;

import java.util.ArrayList;
import java.util.List;
import org.pose2gloss.classifier.NetworkInput;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.All;
import org.tensorflow.op.core.ReduceMax;
import org.tensorflow.op.core.Sum;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * What there is to see of each part of the body in each frame.
 *
 * <ul>
 *   <li>Its shape: its points from their centre, in sizes of the part. Its size is the mean
 *       distance in the picture of its points from their centre, over all frames of the sequence.
 *   <li>Where it is: its centre from the nose (the nose's mean over the sequence; without a nose
 *       from the middle of the picture), in image widths and heights.
 *   <li>Where it is by itself: its centre from its mean centre, in its sizes.
 *   <li>How it moves: each point's way in the picture since the frame before, in its sizes.
 *   <li>Whether it is there.
 * </ul>
 *
 * <p>What is not there is zero, and changes nothing else.
 */
final class PartFeatures {
  private static final float[] MIDDLE = {0.5f, 0.5f};

  /** So that a part of one point, whose size is zero, stays finite. */
  private static final float LEAST_SIZE = 1e-3f;

  /** Channels of the picture's plane, which are surer than depth. */
  private static final int PLANE = 2;

  private static final int CHANNELS = 3;

  private final Ops tf;
  private final NetworkInput.Parts input;
  private final Operand<TFloat32> landmarks;
  private final Operand<TInt32> batchAndTime;

  /**
   * Features of landmarks.
   *
   * @param landmarks {@code [batch, time, points, 3]}, NaN where absent
   */
  PartFeatures(Ops tf, NetworkInput.Parts input, Operand<TFloat32> landmarks) {
    this.tf = tf;
    this.input = input;
    this.landmarks = landmarks;
    this.batchAndTime = tf.slice(tf.shape(landmarks), tf.array(0), tf.array(2));
  }

  /** Numbers a frame. */
  static int width(NetworkInput.Parts input) {
    return input.parts().stream()
        .mapToInt(part -> part.places().size() * (CHANNELS + PLANE) + 2 * PLANE + 1)
        .sum();
  }

  /** {@code [batch, time, width]}, all finite. */
  Operand<TFloat32> all() {
    Operand<TFloat32> nose = input.nose() < 0 ? tf.constant(MIDDLE) : nose();
    List<Operand<TFloat32>> features = new ArrayList<>();
    input.parts().forEach(part -> addFeatures(part, nose, features));
    return tf.stopGradient(tf.concat(features, tf.constant(2)));
  }

  private void addFeatures(
      NetworkInput.Part part, Operand<TFloat32> nose, List<Operand<TFloat32>> features) {
    int points = part.places().size();
    Points seen =
        points(
            tf.gather(
                landmarks,
                tf.constant(part.places().stream().mapToInt(Integer::intValue).toArray()),
                tf.constant(2)));
    // [batch, time, 1, 3], and [batch, time, 1, 1]: is any point of the part there?
    Operand<TFloat32> centre = mean(seen, tf.array(2));
    Operand<TFloat32> there = tf.reduceMax(seen.present(), tf.constant(2), keepDims());
    Operand<TFloat32> shape = tf.math.mul(tf.math.sub(seen.xyz(), centre), seen.present());
    Operand<TFloat32> scale = tf.math.reciprocal(size(shape, seen.present()));

    features.add(flat(tf.math.mul(shape, scale), points * CHANNELS));
    features.add(flat(there, 1));
    Operand<TFloat32> place = plane(centre);
    features.add(flat(tf.math.mul(tf.math.sub(place, nose), there), PLANE));
    Operand<TFloat32> meanPlace = mean(new Points(place, there), tf.array(1));
    features.add(
        flat(tf.math.mul(tf.math.mul(tf.math.sub(place, meanPlace), scale), there), PLANE));
    features.add(flat(tf.math.mul(movement(seen), scale), points * PLANE));
  }

  /**
   * Points with zeros where absent, and 1 where present: {@code [batch, time, n, 3 or 2 and 1]}.
   */
  private record Points(Operand<TFloat32> xyz, Operand<TFloat32> present) {}

  private Points points(Operand<TFloat32> xyz) {
    Operand<TBool> present = tf.all(tf.math.isFinite(xyz), tf.constant(-1), All.keepDims(true));
    return new Points(
        tf.select(present, xyz, tf.zerosLike(xyz)), tf.dtypes.cast(present, TFloat32.class));
  }

  /** Mean over the present points along axes, which stay with size 1; zero where there are none. */
  private Operand<TFloat32> mean(Points points, Operand<TInt32> axes) {
    Operand<TFloat32> count = tf.sum(points.present(), axes, Sum.keepDims(true));
    return tf.math.div(
        tf.sum(tf.math.mul(points.xyz(), points.present()), axes, Sum.keepDims(true)),
        tf.math.maximum(count, tf.constant(1f)));
  }

  /** Mean distance in the picture from the centre, over a sequence: {@code [batch, 1, 1, 1]}. */
  private Operand<TFloat32> size(Operand<TFloat32> shape, Operand<TFloat32> present) {
    Operand<TFloat32> distance =
        tf.math.sqrt(tf.sum(tf.math.square(plane(shape)), tf.constant(-1), Sum.keepDims(true)));
    return tf.math.add(
        mean(new Points(distance, present), tf.array(1, 2)), tf.constant(LEAST_SIZE));
  }

  /** Way of each point since the frame before, zero where it is not in both. */
  private Operand<TFloat32> movement(Points seen) {
    Operand<TFloat32> way = tf.math.sub(later(plane(seen.xyz())), earlier(plane(seen.xyz())));
    Operand<TFloat32> both = tf.math.mul(later(seen.present()), earlier(seen.present()));
    // The first frame has none before it.
    return tf.pad(
        tf.math.mul(way, both),
        tf.constant(new int[][] {{0, 0}, {1, 0}, {0, 0}, {0, 0}}),
        tf.constant(0f));
  }

  private Operand<TFloat32> later(Operand<TFloat32> x) {
    return tf.slice(x, tf.array(0, 1, 0, 0), tf.array(-1, -1, -1, -1));
  }

  private Operand<TFloat32> earlier(Operand<TFloat32> x) {
    return tf.slice(x, tf.array(0, 0, 0, 0), tf.array(-1, input.frames() - 1, -1, -1));
  }

  /** Mean place of the nose over a sequence: {@code [batch, 1, 1, 2]}. */
  private Operand<TFloat32> nose() {
    Points nose = points(tf.gather(landmarks, tf.array(input.nose()), tf.constant(2)));
    Operand<TFloat32> ever = tf.reduceMax(nose.present(), tf.constant(1), keepDims());
    return tf.math.add(
        plane(mean(nose, tf.array(1))),
        tf.math.mul(tf.math.sub(tf.constant(1f), ever), tf.constant(MIDDLE)));
  }

  private Operand<TFloat32> plane(Operand<TFloat32> xyz) {
    return tf.slice(xyz, tf.array(0, 0, 0, 0), tf.array(-1, -1, -1, PLANE));
  }

  private Operand<TFloat32> flat(Operand<TFloat32> x, int width) {
    return tf.reshape(x, tf.concat(List.of(batchAndTime, tf.array(width)), tf.constant(0)));
  }

  private static ReduceMax.Options keepDims() {
    return ReduceMax.keepDims(true);
  }
}
