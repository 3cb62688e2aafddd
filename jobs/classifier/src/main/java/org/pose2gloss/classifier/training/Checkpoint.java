package org.pose2gloss.classifier.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.pose2gloss.classifier.ClassifierException;
import org.pose2gloss.classifier.network.Variable;

/**
 * One checkpoint's folder: TensorFlow's own files of the variables, and beside them as text where
 * the training stood, what it is a function of, and the variables' shapes.
 */
record Checkpoint(Path folder) {
  /** Prefix of the names under which averages of variables are kept. */
  static final String AVERAGE = "average";

  private static final String STATE = "state.properties";
  private static final String FINGERPRINT = "fingerprint.properties";
  private static final String VARIABLES = "variables.properties";

  /** Writes all of it into a folder that is there. */
  static void write(
      Path folder, TrainingSession session, TrainingState state, Fingerprint fingerprint)
      throws IOException {
    session.save(folder);
    RecordProperties.write(folder.resolve(STATE), RecordProperties.of(state));
    RecordProperties.write(folder.resolve(FINGERPRINT), fingerprint.parts());
    NavigableMap<String, String> shapes = new TreeMap<>();
    session.variables().forEach(variable -> shapes.put(variable.name(), shape(variable)));
    RecordProperties.write(folder.resolve(VARIABLES), shapes);
  }

  /**
   * The checkpoint that a folder is or, where it is a training's folder, the best one in it.
   *
   * @throws ClassifierException if it is neither
   */
  static Checkpoint at(Path folder) throws IOException {
    if (Files.exists(folder.resolve(VARIABLES))) {
      return new Checkpoint(folder);
    }
    Path best = folder.resolve(Checkpoints.FOLDER).resolve(Checkpoints.BEST);
    if (Files.exists(best)) {
      return new Checkpoint(best.resolveSibling(Files.readString(best).strip()));
    }
    throw new ClassifierException(
        "The initial model "
            + folder
            + " is neither a checkpoint nor the folder of a training with a best checkpoint.");
  }

  String name() {
    return folder.getFileName().toString();
  }

  TrainingState state() throws IOException {
    Path file = folder.resolve(STATE);
    try {
      return RecordProperties.read(TrainingState.class, RecordProperties.read(file));
    } catch (IllegalArgumentException e) {
      throw new IOException("The file " + file + " is damaged: " + e.getMessage(), e);
    }
  }

  Map<String, String> fingerprint() throws IOException {
    return RecordProperties.read(folder.resolve(FINGERPRINT));
  }

  /** Shape of each variable by its name. */
  Map<String, String> shapes() throws IOException {
    return RecordProperties.read(folder.resolve(VARIABLES));
  }

  /** Name under which a variable's final value is kept: its average, where there is one. */
  static String finalName(String variable, Map<String, String> shapes) {
    String average = AVERAGE + "." + variable;
    return shapes.containsKey(average) ? average : variable;
  }

  /** {@link #finalName} of each. */
  List<String> finalNames(List<Variable> variables) throws IOException {
    Map<String, String> shapes = shapes();
    return variables.stream().map(variable -> finalName(variable.name(), shapes)).toList();
  }

  static String shape(Variable variable) {
    return Arrays.stream(variable.shape().asArray())
        .mapToObj(Long::toString)
        .collect(Collectors.joining("x"));
  }
}
