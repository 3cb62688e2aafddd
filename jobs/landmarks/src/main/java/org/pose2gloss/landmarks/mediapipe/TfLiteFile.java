package org.pose2gloss.landmarks.mediapipe;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/**
 * A model's file, from which operators can be left out whose results nobody reads.
 *
 * <p>TensorFlow Lite runs every operator of a file. What leads to an unused output alone, such as
 * the segmentation mask of the pose model, costs up to a quarter of a run. The file is a FlatBuffer
 * ({@code tensorflow/compiler/mlir/lite/schema/schema.fbs}); leaving out means to shorten its lists
 * of operators and outputs in place, which touches no number of the rest.
 */
final class TfLiteFile {
  /** Field of table Model. */
  private static final int SUBGRAPHS = 2;

  /** Fields of table SubGraph. */
  private static final int GRAPH_OUTPUTS = 2;

  private static final int GRAPH_OPERATORS = 3;

  /** Fields of table Operator. */
  private static final int OPERATOR_INPUTS = 1;

  private static final int OPERATOR_OUTPUTS = 2;

  /** Bytes before the fields' places in a table of places. */
  private static final int VTABLE_HEADER = 4;

  private final ByteBuffer file;

  private TfLiteFile(byte[] bytes) {
    file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * The model without what only other outputs need.
   *
   * @param bytes a model's file of one graph, known to be sound; stays as it is
   * @param outputs places in the list of outputs that stay, ascending; they keep their order
   */
  static byte[] withOutputs(byte[] bytes, int... outputs) {
    byte[] copy = bytes.clone();
    new TfLiteFile(copy).keep(outputs);
    return copy;
  }

  private void keep(int... outputs) {
    int graph = target(vector(file.getInt(0), SUBGRAPHS) + Integer.BYTES);
    int graphOutputs = vector(graph, GRAPH_OUTPUTS);
    Set<Integer> wanted = new HashSet<>();
    for (int i = 0; i < outputs.length; i++) {
      int tensor = element(graphOutputs, outputs[i]);
      wanted.add(tensor);
      file.putInt(place(graphOutputs, i), tensor);
    }
    file.putInt(graphOutputs, outputs.length);

    int operators = vector(graph, GRAPH_OPERATORS);
    // A file lists an operator after those whose results it reads: from the end, all is known.
    Deque<Integer> needed = new ArrayDeque<>();
    for (int i = file.getInt(operators) - 1; i >= 0; i--) {
      int operator = target(place(operators, i));
      if (holdsAny(vector(operator, OPERATOR_OUTPUTS), wanted)) {
        needed.addFirst(operator);
        int inputs = vector(operator, OPERATOR_INPUTS);
        for (int k = 0; k < file.getInt(inputs); k++) {
          wanted.add(element(inputs, k));
        }
      }
    }
    file.putInt(operators, needed.size());
    int at = place(operators, 0);
    for (int operator : needed) {
      file.putInt(at, operator - at);
      at += Integer.BYTES;
    }
  }

  private boolean holdsAny(int vector, Set<Integer> wanted) {
    for (int i = 0; i < file.getInt(vector); i++) {
      if (wanted.contains(element(vector, i))) {
        return true;
      }
    }
    return false;
  }

  private int element(int vector, int index) {
    return file.getInt(place(vector, index));
  }

  /** Where an element of a list lies; the list begins with its length. */
  private static int place(int vector, int index) {
    return vector + Integer.BYTES * (1 + index);
  }

  /** Where the list in a table's field lies. */
  private int vector(int table, int field) {
    int vtable = table - file.getInt(table);
    int offset = file.getShort(vtable + VTABLE_HEADER + Short.BYTES * field) & 0xffff;
    return target(table + offset);
  }

  /** References are relative to where they stand. */
  private int target(int reference) {
    return reference + file.getInt(reference);
  }
}
