package org.pose2gloss.jobs;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.pose2gloss.command.UserException;

/**
 * What a SavedModel alone does not say, kept beside it: the gloss of each output and how its input is prepared.
 *
 * @param glosses the gloss of each label
 * @param points name of the selection of points
 * @param maxFrames frames of a sequence that are kept
 * @param preparation name of the preparation that it was trained on
 */
record ModelFolder(List<String> glosses, String points, int maxFrames, String preparation) {
  /** Name of the model's folder among a run's artifacts. */
  static final String ARTIFACT = "model";

  /** TensorFlow's own place for files that belong to a SavedModel. */
  private static final Path FILE = Path.of("assets.extra", "pose2gloss.json");

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES).build();

  /** Writes the description into the folder of a SavedModel. */
  static void describe(Path savedModel, ModelFolder description) throws IOException {
    Path file = savedModel.resolve(FILE);
    Files.createDirectories(file.getParent());
    JSON.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), description);
  }

  /**
   * Reads the description of a model.
   *
   * @throws UserException if the folder holds none
   */
  static ModelFolder of(Path savedModel) {
    Path file = savedModel.resolve(FILE);
    try {
      return JSON.readValue(file.toFile(), ModelFolder.class);
    } catch (IOException e) {
      throw new UserException(
          savedModel + " is no model of pose2gloss: " + FILE + " in it cannot be read (" + e.getMessage().lines().findFirst().orElse("") + ").", e);
    }
  }
}
