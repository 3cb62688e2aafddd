package org.pose2gloss.classifier.network;

import java.util.List;
import org.pose2gloss.classifier.Example;
import org.pose2gloss.classifier.NetworkInput;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.All;
import org.tensorflow.op.core.Gather;
import org.tensorflow.op.core.ReduceMin;
import org.tensorflow.op.core.Squeeze;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * What the first layer sees of landmarks: coordinates relative to the nose of their frame, zero
 * where absent. It is part of the network, so that training and serving cannot differ in it.
 *
 * <p>From each point the nose of its frame is subtracted; where a frame has none, the last one
 * before it; before the first one, the first; where no frame has one, or none is among the points,
 * (0.5, 0.5, 0), the middle of the picture. Absent points, those with a coordinate that is no
 * number, are zero and stay so, as is padding whatever it holds.
 */
final class NoseRelative {
  private static final float[] MIDDLE = {0.5f, 0.5f, 0};

  private final Ops tf;
  private final Operand<TFloat32> landmarks;
  private final Operand<TBool> real;
  private final Operand<TBool> present;

  private NoseRelative(Ops tf, Operand<TFloat32> landmarks, Operand<TFloat32> mask) {
    this.tf = tf;
    this.landmarks = landmarks;
    this.real = tf.math.greater(mask, tf.constant(0f));
    Operand<TBool> finite =
        tf.all(tf.math.isFinite(landmarks), tf.constant(-1), All.keepDims(true));
    this.present =
        tf.math.logicalAnd(
            finite, tf.expandDims(tf.expandDims(real, tf.constant(2)), tf.constant(3)));
  }

  /**
   * Makes landmarks relative.
   *
   * @param landmarks {@code [batch, time, points, 3]}, NaN where absent
   * @param mask {@code [batch, time]}, 1 = real, 0 = padding
   * @return {@code [batch, time, points * 3]}, all finite
   */
  static Operand<TFloat32> of(
      Ops tf,
      NetworkInput.NoseRelative input,
      Operand<TFloat32> landmarks,
      Operand<TFloat32> mask) {
    NoseRelative relative = new NoseRelative(tf, landmarks, mask);
    Operand<TFloat32> reference =
        input.nose() < 0 ? tf.constant(MIDDLE) : relative.noses(input.nose());
    Operand<TFloat32> moved = tf.math.sub(landmarks, reference);
    Operand<TFloat32> kept = tf.select(relative.present, moved, tf.zerosLike(landmarks));
    Operand<TInt32> shape = tf.shape(mask);
    return tf.stopGradient(
        tf.reshape(
            kept,
            tf.concat(
                List.of(shape, tf.array(input.points() * Example.CHANNELS)), tf.constant(0))));
  }

  /** The nose that holds for each frame: {@code [batch, time, 1, 3]}. */
  private Operand<TFloat32> noses(int nose) {
    Operand<TInt32> time = tf.gather(tf.shape(real), tf.constant(1), tf.constant(0));
    Operand<TFloat32> length = tf.dtypes.cast(time, TFloat32.class);
    // Numbers of frames as floats, which are exact far beyond the longest sequence.
    Operand<TFloat32> number =
        tf.dtypes.cast(tf.range(tf.constant(0), time, tf.constant(1)), TFloat32.class);
    // [batch, time]
    Operand<TBool> seen =
        tf.squeeze(
            tf.gather(present, tf.constant(nose), tf.constant(2)), Squeeze.axis(List.of(2L)));
    Operand<TFloat32> last = lastUpTo(seen, number);
    // [batch, 1]
    Operand<TFloat32> first =
        tf.reduceMin(tf.select(seen, number, length), tf.constant(1), ReduceMin.keepDims(true));
    Operand<TFloat32> holding =
        tf.math.minimum(
            tf.select(tf.math.greaterEqual(last, tf.constant(0f)), last, first),
            tf.math.sub(length, tf.constant(1f)));
    Operand<TFloat32> noses = tf.gather(landmarks, tf.constant(nose), tf.constant(2));
    Operand<TFloat32> held =
        tf.gather(
            noses, tf.dtypes.cast(holding, TInt32.class), tf.constant(1), Gather.batchDims(1L));
    Operand<TBool> any = tf.expandDims(tf.math.less(first, length), tf.constant(2));
    return tf.expandDims(tf.select(any, held, tf.constant(MIDDLE)), tf.constant(2));
  }

  /** Number of the last frame up to each one where it is true, -1 where there is none yet. */
  private Operand<TFloat32> lastUpTo(Operand<TBool> seen, Operand<TFloat32> number) {
    Operand<TBool> past =
        tf.math.lessEqual(
            tf.expandDims(number, tf.constant(0)), tf.expandDims(number, tf.constant(1)));
    Operand<TBool> seenInPast = tf.math.logicalAnd(tf.expandDims(seen, tf.constant(1)), past);
    return tf.reduceMax(tf.select(seenInPast, number, tf.constant(-1f)), tf.constant(2));
  }
}
