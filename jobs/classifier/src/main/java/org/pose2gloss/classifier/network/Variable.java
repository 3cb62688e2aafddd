package org.pose2gloss.classifier.network;

import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TType;

/**
 * One resource variable of a graph.
 *
 * @param name unique in the graph and in checkpoints
 * @param handle the resource
 * @param value its value, read once a run, before any update of that run
 * @param initialise gives it its first value
 */
public record Variable(
    String name,
    Shape shape,
    Role role,
    Operand<? extends TType> handle,
    Operand<TFloat32> value,
    Op initialise) {

  /** What a variable is for. */
  public enum Role {
    /** Trained, and drawn towards zero by weight decay: matrices and convolution kernels. */
    KERNEL,
    /** Trained without weight decay: biases, batch normalisation's scales and offsets. */
    OFFSET,
    /** Not trained: batch normalisation's moving statistics. */
    STATISTIC,
    /** The optimizer's memory; no parameter of the network. */
    SLOT
  }

  /** Whether gradients change it. */
  public boolean trainable() {
    return role == Role.KERNEL || role == Role.OFFSET;
  }
}
