package org.pose2gloss.classifier.network;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.VarHandleOp;
import org.tensorflow.types.TFloat32;

/** The variables of one graph by name; asking for a name again gives the same variable. */
public final class Variables {
  private final Ops tf;
  private final int seed;
  private final Map<String, Variable> byName = new LinkedHashMap<>();

  /**
   * No variables yet.
   *
   * @param tf the graph's root scope
   * @param seed of the random first values; the same seed gives the same values
   */
  public Variables(Ops tf, long seed) {
    this.tf = tf;
    this.seed = Long.hashCode(seed);
  }

  Operand<TFloat32> kernel(String name, Initializer initializer, long... shape) {
    return get(name, Variable.Role.KERNEL, initializer, Shape.of(shape)).value();
  }

  Operand<TFloat32> offset(String name, float first, long size) {
    return get(name, Variable.Role.OFFSET, new Initializer.Constant(first), Shape.of(size)).value();
  }

  Variable statistic(String name, float first, long size) {
    return get(name, Variable.Role.STATISTIC, new Initializer.Constant(first), Shape.of(size));
  }

  /** A zero-filled variable of the optimizer beside one of the network. */
  public Variable slot(String name, Variable of) {
    return get(name + "." + of.name(), Variable.Role.SLOT, new Initializer.Constant(0), of.shape());
  }

  /** A single number that counts from zero. */
  public Variable counter(String name) {
    return get(name, Variable.Role.SLOT, new Initializer.Constant(0), Shape.scalar());
  }

  private Variable get(String name, Variable.Role role, Initializer initializer, Shape shape) {
    Variable known = byName.get(name);
    if (known == null) {
      known = create(name, role, initializer, shape);
      byName.put(name, known);
    }
    return known;
  }

  private Variable create(String name, Variable.Role role, Initializer initializer, Shape shape) {
    VarHandleOp handle =
        tf.withName(name).varHandleOp(TFloat32.class, shape, VarHandleOp.sharedName(name));
    Operand<TFloat32> value = tf.withName(name + ".value").readVariableOp(handle, TFloat32.class);
    Op initialise = tf.assignVariableOp(handle, initializer.of(tf, shape, seed, byName.size()));
    return new Variable(name, shape, role, handle, value, initialise);
  }

  /** All variables in the order of their making. */
  public List<Variable> all() {
    return List.copyOf(byName.values());
  }

  /** Those that gradients change. */
  public List<Variable> trainable() {
    return all().stream().filter(Variable::trainable).toList();
  }

  /** One operation that gives every variable its first value. */
  public Op initialiseAll() {
    List<Op> initialisers = new ArrayList<>();
    byName.values().forEach(variable -> initialisers.add(variable.initialise()));
    return tf.withControlDependencies(initialisers).noOp();
  }

  /** Numbers in the network's variables, moving statistics included. */
  public long parameters() {
    return byName.values().stream()
        .filter(variable -> variable.role() != Variable.Role.SLOT)
        .mapToLong(variable -> variable.shape().size())
        .sum();
  }

  /** Numbers that gradients change. */
  public long trainableParameters() {
    return trainable().stream().mapToLong(variable -> variable.shape().size()).sum();
  }
}
