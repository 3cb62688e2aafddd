package org.pose2gloss.classifier.network;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.train.Restore;
import org.tensorflow.op.train.Save;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TString;
import org.tensorflow.types.family.TType;

/** Writes a graph's variables to a TensorFlow checkpoint and reads them back by name. */
public final class Saver {
  private static final String NAMES = "names";

  private Saver() {}

  /**
   * Adds what {@link Session#save}, {@link Session#restore} and the SavedModel exporter look for:
   * operations of TensorFlow's customary names in the scope {@code save}.
   */
  public static void addTo(Ops root, List<Variable> variables) {
    Ops tf = root.withSubScope("save");
    Operand<TString> file =
        tf.withName("filename").placeholder(TString.class, Placeholder.shape(Shape.scalar()));
    String[] customary = variables.stream().map(Variable::name).toArray(String[]::new);
    Operand<TString> names =
        tf.withName(NAMES).placeholderWithDefault(tf.array(customary), Shape.of(variables.size()));
    Operand<TString> wholes =
        tf.array(Collections.nCopies(variables.size(), "").toArray(String[]::new));

    List<Operand<?>> values = new ArrayList<>();
    List<Class<? extends TType>> types = new ArrayList<>();
    for (Variable variable : variables) {
      values.add(tf.readVariableOp(variable.handle(), TFloat32.class));
      types.add(TFloat32.class);
    }
    Save save = tf.train.save(file, names, wholes, values);
    tf.withControlDependencies(save).withName("control_dependency").identity(file);

    Restore restore = tf.train.restore(file, names, wholes, types);
    List<Op> assignments = new ArrayList<>();
    for (int i = 0; i < variables.size(); i++) {
      assignments.add(tf.assignVariableOp(variables.get(i).handle(), restore.tensors().get(i)));
    }
    tf.withControlDependencies(assignments).withName("restore_all").noOp();
  }

  /** Writes {@code folder/variables.index} and {@code .data-*}. */
  public static void save(Session session, Path folder) throws IOException {
    try {
      session.save(folder.resolve("variables").toString());
    } catch (TensorFlowException e) {
      throw new IOException(
          "The checkpoint in " + folder + " could not be written: " + e.getMessage(), e);
    }
  }

  /**
   * Reads what {@link #save} wrote into variables of other names.
   *
   * @param names name in the checkpoint of each variable that {@link #addTo} was given
   */
  public static void restore(Session session, Path folder, List<String> names) throws IOException {
    try (TString file = TString.scalarOf(folder.resolve("variables").toString());
        TString others = TString.vectorOf(names.toArray(String[]::new))) {
      session
          .runner()
          .feed("save/filename", file)
          .feed("save/" + NAMES, others)
          .addTarget("save/restore_all")
          .run()
          .close();
    } catch (TensorFlowException e) {
      throw unreadable(folder, e);
    }
  }

  /**
   * Reads some variables of a graph from a checkpoint in which they may have other names.
   *
   * @param tf scope for the operations that this adds
   * @param names name in the checkpoint of each variable
   */
  public static void takeOver(Ops tf, Session session, Path folder, Map<Variable, String> names)
      throws IOException {
    List<Class<? extends TType>> types = new ArrayList<>();
    names.forEach((variable, name) -> types.add(TFloat32.class));
    Restore restore =
        tf.train.restore(
            tf.constant(folder.resolve("variables").toString()),
            tf.array(names.values().toArray(String[]::new)),
            tf.array(Collections.nCopies(names.size(), "").toArray(String[]::new)),
            types);
    List<Op> assignments = new ArrayList<>();
    for (Variable variable : names.keySet()) {
      assignments.add(
          tf.assignVariableOp(variable.handle(), restore.tensors().get(assignments.size())));
    }
    try {
      session.run(tf.withControlDependencies(assignments).noOp());
    } catch (TensorFlowException e) {
      throw unreadable(folder, e);
    }
  }

  /** Reads what {@link #save} wrote; names that the graph does not have are left alone. */
  public static void restore(Session session, Path folder) throws IOException {
    try {
      session.restore(folder.resolve("variables").toString());
    } catch (TensorFlowException e) {
      throw unreadable(folder, e);
    }
  }

  private static IOException unreadable(Path folder, TensorFlowException e) {
    return new IOException(
        "The checkpoint in " + folder + " could not be read: " + e.getMessage(), e);
  }
}
