package org.pose2gloss.classifier;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The glosses of a SavedModel's classes: {@code assets.extra/labels.txt} inside it, one a line in
 * the order of the classes. That folder is what TensorFlow leaves to users.
 */
public final class ModelLabels {
  private static final Path FILE = Path.of("assets.extra", "labels.txt");

  private ModelLabels() {}

  /**
   * Writes the glosses into a model's folder.
   *
   * @throws ClassifierException if a gloss has a line break in it
   */
  public static void write(Path savedModel, List<String> glosses) throws IOException {
    for (String gloss : glosses) {
      if (gloss.lines().count() != 1) {
        throw new ClassifierException("The gloss '" + gloss + "' is not one line of text.");
      }
    }
    Path file = savedModel.resolve(FILE);
    Files.createDirectories(file.getParent());
    Files.write(file, glosses);
  }

  /** The glosses in the order of the classes; none if the model carries none. */
  public static List<String> read(Path savedModel) throws IOException {
    Path file = savedModel.resolve(FILE);
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }
}
