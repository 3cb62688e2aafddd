package org.pose2gloss.classifier.network;

import org.pose2gloss.classifier.NetworkInput;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Any;
import org.tensorflow.op.core.Gather;
import org.tensorflow.op.core.Sum;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * A fixed number of frames of each sequence, evenly spread over those in which a hand was seen: the
 * signing takes place there, before and after the hands hang out of the picture. Of a sequence in
 * which no hand was seen, or that has none among its points, over all frames.
 */
final class EvenFrames {
  private final Operand<TFloat32> landmarks;
  private final Operand<TFloat32> mask;

  /**
   * Chooses.
   *
   * @param landmarks {@code [batch, time, points, 3]}, NaN where absent
   * @param mask {@code [batch, time]}, 1 = real, 0 = padding
   */
  EvenFrames(
      Ops tf, NetworkInput.Parts input, Operand<TFloat32> landmarks, Operand<TFloat32> mask) {
    Operand<TFloat32> counted = counted(tf, input, landmarks, mask);
    // Frame t is the one after so many counted ones; floats are exact far beyond any length.
    Operand<TFloat32> countedUpTo = tf.math.cumsum(counted, tf.constant(1));
    Operand<TFloat32> count = tf.sum(counted, tf.constant(1), Sum.keepDims(true));
    Operand<TFloat32> last = tf.math.maximum(tf.math.sub(count, tf.constant(1f)), tf.constant(0f));
    Operand<TFloat32> ranks = tf.math.rint(tf.math.mul(last, tf.constant(steps(input.frames()))));
    Operand<TInt32> chosen =
        tf.sum(
            tf.dtypes.cast(
                tf.math.lessEqual(
                    tf.expandDims(countedUpTo, tf.constant(1)),
                    tf.expandDims(ranks, tf.constant(2))),
                TInt32.class),
            tf.constant(2));
    // A sequence without any real frame would reach beyond its end.
    Operand<TInt32> end =
        tf.math.sub(tf.gather(tf.shape(mask), tf.constant(1), tf.constant(0)), tf.constant(1));
    this.landmarks =
        tf.gather(landmarks, tf.math.minimum(chosen, end), tf.constant(1), Gather.batchDims(1L));
    this.mask = tf.onesLike(ranks);
  }

  /** 0 for the first frame to 1 for the last: {@code float[1][frames]}. */
  private static float[][] steps(int frames) {
    float[][] steps = new float[1][frames];
    for (int i = 0; i < frames; i++) {
      steps[0][i] = (float) i / (frames - 1);
    }
    return steps;
  }

  /** 1 for the frames that may be chosen: {@code [batch, time]}. */
  private static Operand<TFloat32> counted(
      Ops tf, NetworkInput.Parts input, Operand<TFloat32> landmarks, Operand<TFloat32> mask) {
    int[] hands =
        input.parts().stream()
            .filter(NetworkInput.Part::hand)
            .flatMap(part -> part.places().stream())
            .mapToInt(Integer::intValue)
            .toArray();
    if (hands.length == 0) {
      return mask;
    }
    Operand<TBool> seen =
        tf.any(
            tf.math.isFinite(tf.gather(landmarks, tf.constant(hands), tf.constant(2))),
            tf.array(2, 3));
    Operand<TBool> real = tf.math.greater(mask, tf.constant(0f));
    Operand<TBool> seenAndReal = tf.math.logicalAnd(seen, real);
    Operand<TBool> anySeen = tf.any(seenAndReal, tf.constant(1), Any.keepDims(true));
    Operand<TBool> counted =
        tf.math.logicalOr(seenAndReal, tf.math.logicalAnd(real, tf.math.logicalNot(anySeen)));
    return tf.dtypes.cast(counted, TFloat32.class);
  }

  /** {@code [batch, frames, points, 3]}. */
  Operand<TFloat32> landmarks() {
    return landmarks;
  }

  /** All real: {@code [batch, frames]}. */
  Operand<TFloat32> mask() {
    return mask;
  }
}
