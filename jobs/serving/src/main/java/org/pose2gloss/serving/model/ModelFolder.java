package org.pose2gloss.serving.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.pose2gloss.classifier.Example;
import org.pose2gloss.classifier.ExampleBatch;
import org.pose2gloss.tracking.MlmodelFile;

/**
 * A model's files: what training has put beside the SavedModel, or the SavedModel alone, of which
 * then no more is known.
 */
final class ModelFolder {
  /** File by which a SavedModel is known. */
  static final String GRAPH = "saved_model.pb";

  private static final YAMLMapper YAML = new YAMLMapper();
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;
  private final JsonNode description;

  private ModelFolder(Path folder, JsonNode description) {
    this.folder = folder;
    this.description = description;
  }

  /**
   * Looks at a folder.
   *
   * @throws ModelException if there is no model in it, or its description cannot be read
   */
  static ModelFolder open(Path folder) throws IOException {
    Path file = folder.resolve(MlmodelFile.NAME);
    ModelFolder model;
    try {
      model =
          new ModelFolder(
              folder,
              Files.exists(file) ? YAML.readTree(file.toFile()) : MissingNode.getInstance());
    } catch (JsonProcessingException e) {
      throw new ModelException("The file " + file + " is damaged: " + e.getOriginalMessage(), e);
    }
    if (!Files.isRegularFile(model.savedModel().resolve(GRAPH))) {
      throw new ModelException(
          "There is no model in %s: it holds neither %s nor an %s that names one."
              .formatted(folder, GRAPH, MlmodelFile.NAME));
    }
    return model;
  }

  /** The SavedModel's folder. */
  Path savedModel() {
    String place = ours().path("saved_model").asText("");
    return place.isEmpty() ? folder : folder.resolve(place);
  }

  /** Tracking run that made the model; empty if none is known. */
  String runId() {
    return description.path("run_id").asText("");
  }

  /** Where the model comes from, as training has told it; empty if it has not. */
  JsonNode provenance() {
    return description.path("metadata");
  }

  /**
   * How clips are made ready for it.
   *
   * @param points landmarks a frame that the network takes
   */
  Preparation preparation(int points) {
    JsonNode ours = ours();
    return Preparation.of(
        ours.path("preparation").asText(""),
        ours.path("landmarks").asText(""),
        ours.path("max_frames").asInt(ExampleBatch.MOST_FRAMES),
        points);
  }

  /** The clip that the model can be tried with, if one is stored. */
  Optional<Example> example() throws IOException {
    JsonNode file = stored(description.path("saved_input_example_info").path("artifact_path"));
    JsonNode frames = file.path("landmarks").path(0);
    if (!frames.isArray() || frames.isEmpty() || frames.path(0).isEmpty()) {
      return Optional.empty();
    }
    int points = frames.path(0).size();
    float[] xyz = new float[frames.size() * points * Example.CHANNELS];
    for (int i = 0; i < xyz.length; i++) {
      JsonNode value =
          frames
              .path(i / Example.CHANNELS / points)
              .path(i / Example.CHANNELS % points)
              .path(i % Example.CHANNELS);
      xyz[i] = value.isNumber() ? value.floatValue() : Float.NaN;
    }
    return Optional.of(new Example("input example", 0, frames.size(), xyz));
  }

  /** What the model answered to that clip when it was made, by class; empty if it is not stored. */
  Optional<float[]> expected() throws IOException {
    JsonNode row = stored(ours().path("example_answers")).path("probabilities").path(0);
    if (!row.isArray()) {
      return Optional.empty();
    }
    float[] expected = new float[row.size()];
    for (int i = 0; i < expected.length; i++) {
      expected[i] = row.path(i).floatValue();
    }
    return Optional.of(expected);
  }

  private JsonNode ours() {
    return description.path("flavors").path("pose2gloss");
  }

  /** A JSON file that the description names. */
  private JsonNode stored(JsonNode name) throws IOException {
    if (!name.isTextual()) {
      return MissingNode.getInstance();
    }
    Path file = folder.resolve(name.asText());
    try {
      return JSON.readTree(file.toFile());
    } catch (JsonProcessingException e) {
      throw new ModelException("The file " + file + " is damaged: " + e.getOriginalMessage(), e);
    }
  }
}
