package org.pose2gloss.classifier.training;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * Cross-entropy against smoothed labels: {@code 1 - s + s / classes} at the label and {@code s /
 * classes} elsewhere (Szegedy et al., 2016), as Keras counts it.
 *
 * @param smoothing s
 */
record CrossEntropy(float smoothing) {

  /**
   * Loss of each sequence.
   *
   * @param logits {@code [batch, classes]}
   * @param labels {@code [batch]}
   * @return {@code [batch]}
   */
  Operand<TFloat32> of(Ops tf, Operand<TFloat32> logits, Operand<TInt32> labels, int classes) {
    float elsewhere = smoothing / classes;
    // One-hot: the sparse form has no gradient in TensorFlow's C++ library.
    Operand<TFloat32> targets =
        tf.oneHot(
            labels,
            tf.constant(classes),
            tf.constant(1 - smoothing + elsewhere),
            tf.constant(elsewhere));
    return tf.nn.softmaxCrossEntropyWithLogits(logits, targets).loss();
  }
}
