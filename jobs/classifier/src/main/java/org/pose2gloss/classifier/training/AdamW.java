package org.pose2gloss.classifier.training;

import java.util.ArrayList;
import java.util.List;
import org.pose2gloss.classifier.network.Variable;
import org.pose2gloss.classifier.network.Variables;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * Adam with decoupled weight decay (Loshchilov and Hutter, 2019), with the numbers and the order of
 * Keras' AdamW: first every kernel shrinks by {@code rate * decay}, then Adam's update is added.
 *
 * @param weightDecay share of the learning rate by which kernels shrink
 */
record AdamW(float weightDecay) {
  private static final float BETA_1 = 0.9f;
  private static final float BETA_2 = 0.999f;

  /** Keras' default; TensorFlow's own is 1e-8. */
  private static final float EPSILON = 1e-7f;

  /**
   * Operations that change the variables by one step.
   *
   * @param gradients one a variable, in the same order
   * @param learningRate a scalar
   * @param step number of this step, from 1, a scalar
   * @param all where the optimizer's memory is made
   */
  List<Op> updates(
      Ops tf,
      List<Variable> trained,
      List<Operand<TFloat32>> gradients,
      Operand<TFloat32> learningRate,
      Operand<TFloat32> step,
      Variables all) {
    Operand<TFloat32> beta1 = tf.constant(BETA_1);
    Operand<TFloat32> beta2 = tf.constant(BETA_2);
    Operand<TFloat32> power1 = tf.math.pow(beta1, step);
    Operand<TFloat32> power2 = tf.math.pow(beta2, step);
    Operand<TFloat32> shrinkage = tf.math.mul(learningRate, tf.constant(weightDecay));
    List<Op> updates = new ArrayList<>();
    for (int i = 0; i < trained.size(); i++) {
      Variable variable = trained.get(i);
      Operand<TFloat32> gradient = gradients.get(i);
      Ops after = tf.withControlDependencies(gradient);
      if (weightDecay > 0 && variable.role() == Variable.Role.KERNEL) {
        Op decay =
            after.assignSubVariableOp(variable.handle(), tf.math.mul(shrinkage, variable.value()));
        after = tf.withControlDependencies(decay);
      }
      updates.add(
          after.train.resourceApplyAdam(
              variable.handle(),
              all.slot("adam.mean", variable).handle(),
              all.slot("adam.variance", variable).handle(),
              power1,
              power2,
              learningRate,
              beta1,
              beta2,
              tf.constant(EPSILON),
              gradient));
    }
    return updates;
  }
}
