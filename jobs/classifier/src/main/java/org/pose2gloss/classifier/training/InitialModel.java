package org.pose2gloss.classifier.training;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pose2gloss.classifier.ClassifierException;
import org.pose2gloss.classifier.network.Variable;

/** The weights of an earlier training as those that another one starts with. */
final class InitialModel {
  /** A network that takes over less than this part of its numbers is not the same kind of one. */
  private static final double LEAST_SHARE = 0.5;

  private InitialModel() {}

  /**
   * Takes over every variable of the same name and shape, from averages where there are some; the
   * others keep their first values, as the head does where there are other classes.
   *
   * @param folder of the training or of one of its checkpoints
   * @return a sentence that says what was taken over
   * @throws ClassifierException if that is less than half of the network
   */
  static String takeOver(Path folder, TrainingSession session) throws IOException {
    Checkpoint checkpoint = Checkpoint.at(folder);
    Map<String, String> shapes = checkpoint.shapes();
    Map<Variable, String> taken = new LinkedHashMap<>();
    List<String> others = new ArrayList<>();
    long numbers = 0;
    for (Variable variable : session.networkVariables()) {
      String shape = shapes.get(variable.name());
      if (Checkpoint.shape(variable).equals(shape)) {
        taken.put(variable, Checkpoint.finalName(variable.name(), shapes));
        numbers += variable.shape().size();
      } else {
        String there = shape == null ? "not there" : shape + " there";
        others.add(
            String.format("%s (%s, %s here)", variable.name(), there, Checkpoint.shape(variable)));
      }
    }
    if (numbers < LEAST_SHARE * session.parameters()) {
      throw new ClassifierException(
          String.format(
              "The initial model %s is of another network: only %d of %d numbers are in variables of"
                  + " the same name and shape; others are %s.",
              checkpoint.folder(), numbers, session.parameters(), some(others)));
    }
    session.takeOver(checkpoint.folder(), taken);
    return String.format(
        "Training starts with %d of %d numbers from %s%s.",
        numbers,
        session.parameters(),
        checkpoint.folder(),
        others.isEmpty() ? "" : "; new are " + some(others));
  }

  private static String some(List<String> names) {
    int shown = Math.min(names.size(), 4);
    String text = String.join(", ", names.subList(0, shown));
    return names.size() > shown ? text + " and " + (names.size() - shown) + " more" : text;
  }
}
