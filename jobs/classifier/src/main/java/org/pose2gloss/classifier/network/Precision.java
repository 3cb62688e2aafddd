package org.pose2gloss.classifier.network;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.Scope;
import org.tensorflow.op.train.BatchMatMul;
import org.tensorflow.types.TBfloat16;
import org.tensorflow.types.TFloat32;

/**
 * What a training step's matrix products are computed in. Weights, sums over frames, batch
 * normalisation, softmax and loss are always float32, and so is all of inference.
 */
public enum Precision {
  /** Single precision. */
  FLOAT32 {
    @Override
    Operand<TFloat32> product(Ops tf, Operand<TFloat32> a, Operand<TFloat32> b) {
      return tf.linalg.matMul(a, b);
    }

    @Override
    Operand<TFloat32> products(
        Ops tf, Operand<TFloat32> a, Operand<TFloat32> b, boolean transposeB) {
      // Version 2: unlike batchMatMul(), which is version 3, it has a kernel of oneDNN.
      Scope scope = tf.scope();
      return scope
          .env()
          .opBuilder("BatchMatMulV2", scope.makeOpName("BatchMatMul"), scope)
          .addInput(a.asOutput())
          .addInput(b.asOutput())
          .setAttr("adj_y", transposeB)
          .build()
          .<TFloat32>output(0);
    }
  },

  /**
   * Factors and results rounded to 8 bits of mantissa, forth and back: faster on GPUs and
   * processors that have it in hardware, slower on others.
   */
  BFLOAT16 {
    @Override
    Operand<TFloat32> product(Ops tf, Operand<TFloat32> a, Operand<TFloat32> b) {
      return single(tf, tf.linalg.matMul(half(tf, a), half(tf, b)));
    }

    @Override
    Operand<TFloat32> products(
        Ops tf, Operand<TFloat32> a, Operand<TFloat32> b, boolean transposeB) {
      return single(
          tf,
          tf.train.batchMatMul(
              half(tf, a), half(tf, b), TBfloat16.class, BatchMatMul.adjY(transposeB)));
    }
  };

  /** {@code a [n, k]} times {@code b [k, m]}. */
  abstract Operand<TFloat32> product(Ops tf, Operand<TFloat32> a, Operand<TFloat32> b);

  /** Products of the matrices that the last two axes hold; those of b transposed if wanted. */
  abstract Operand<TFloat32> products(
      Ops tf, Operand<TFloat32> a, Operand<TFloat32> b, boolean transposeB);

  private static Operand<TBfloat16> half(Ops tf, Operand<TFloat32> x) {
    return tf.dtypes.cast(x, TBfloat16.class);
  }

  private static Operand<TFloat32> single(Ops tf, Operand<TBfloat16> x) {
    return tf.dtypes.cast(x, TFloat32.class);
  }
}
