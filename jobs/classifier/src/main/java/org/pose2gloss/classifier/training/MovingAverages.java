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
 * Exponential moving averages of a network's variables (Polyak and Juditsky, 1992). Batch
 * normalisation's statistics are averaged like the weights: they must fit the averaged weights, not
 * the newest ones.
 *
 * <p>In the first steps the averages follow faster, {@code (1 + step) / (10 + step)} instead of the
 * decay where that is less, as TensorFlow's ExponentialMovingAverage does.
 */
final class MovingAverages {
  /** Moves every average; part of a step. */
  private final Op move;

  /** Sets every average to its variable's value. */
  private final Op begin;

  /** Exchanges averages and variables. */
  private final Op exchange;

  /**
   * Adds the operations.
   *
   * @param decay share of the old average that a step keeps
   * @param step number of this step, from 1, a scalar
   * @param updated what changes the variables in a step
   */
  MovingAverages(
      Ops tf,
      float decay,
      List<Variable> averaged,
      Variables all,
      Operand<TFloat32> step,
      List<Op> updated) {
    Operand<TFloat32> early =
        tf.math.div(tf.math.add(step, tf.constant(1f)), tf.math.add(step, tf.constant(10f)));
    Operand<TFloat32> moved =
        tf.math.sub(tf.constant(1f), tf.math.minimum(tf.constant(decay), early));
    Ops after = tf.withControlDependencies(updated);
    List<Op> moves = new ArrayList<>();
    List<Op> beginnings = new ArrayList<>();
    List<Op> reads = new ArrayList<>();
    List<Variable> averages = new ArrayList<>();
    List<Operand<TFloat32>> values = new ArrayList<>();
    List<Operand<TFloat32>> averageValues = new ArrayList<>();
    for (Variable variable : averaged) {
      Variable average = all.slot(Checkpoint.AVERAGE, variable);
      averages.add(average);
      Operand<TFloat32> newest = after.readVariableOp(variable.handle(), TFloat32.class);
      moves.add(
          tf.assignSubVariableOp(
              average.handle(), tf.math.mul(moved, tf.math.sub(average.value(), newest))));
      Operand<TFloat32> value = tf.readVariableOp(variable.handle(), TFloat32.class);
      Operand<TFloat32> averageValue = tf.readVariableOp(average.handle(), TFloat32.class);
      beginnings.add(tf.assignVariableOp(average.handle(), value));
      values.add(value);
      averageValues.add(averageValue);
      reads.add(value);
      reads.add(averageValue);
    }
    Ops afterReads = tf.withControlDependencies(reads);
    List<Op> exchanges = new ArrayList<>();
    for (int i = 0; i < averages.size(); i++) {
      exchanges.add(afterReads.assignVariableOp(averaged.get(i).handle(), averageValues.get(i)));
      exchanges.add(afterReads.assignVariableOp(averages.get(i).handle(), values.get(i)));
    }
    move = tf.withControlDependencies(moves).noOp();
    begin = tf.withControlDependencies(beginnings).noOp();
    exchange = tf.withControlDependencies(exchanges).noOp();
  }

  Op move() {
    return move;
  }

  Op begin() {
    return begin;
  }

  Op exchange() {
    return exchange;
  }
}
