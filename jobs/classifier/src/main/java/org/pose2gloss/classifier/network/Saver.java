package org.pose2gloss.classifier.network;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
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

  private Saver() {}

  /**
   * Adds what {@link Session#save}, {@link Session#restore} and the SavedModel exporter look for:
   * operations of TensorFlow's customary names in the scope {@code save}.
   */
  public static void addTo(Ops root, List<Variable> variables) {
    Ops tf = root.withSubScope("save");
    Operand<TString> file =
        tf.withName("filename").placeholder(TString.class, Placeholder.shape(Shape.scalar()));
    Operand<TString> names =
        tf.array(variables.stream().map(Variable::name).toArray(String[]::new));
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

  /** Reads what {@link #save} wrote; names that the graph does not have are left alone. */
  public static void restore(Session session, Path folder) throws IOException {
    try {
      session.restore(folder.resolve("variables").toString());
    } catch (TensorFlowException e) {
      throw new IOException(
          "The checkpoint in " + folder + " could not be read: " + e.getMessage(), e);
    }
  }
}
