package org.pose2gloss.jobs;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.pose2gloss.classifier.Example;
import org.pose2gloss.classifier.ExampleSource;
import org.pose2gloss.classifier.inference.GlossPredictor;
import org.pose2gloss.features.PointSelection;
import org.pose2gloss.tracking.InputExample;
import org.pose2gloss.tracking.MlmodelFile;
import org.pose2gloss.tracking.TensorSpec;
import org.pose2gloss.tracking.TrackedRun;

/**
 * A trained model as MLflow keeps one: the SavedModel and beside it what MLflow's own programs need
 * to load and serve it without anything of ours.
 *
 * @param preparation name of the preparation it was trained on
 * @param landmarks the points it takes
 * @param maxFrames frames of a sequence that the preparation keeps
 * @param classes number of glosses
 * @param provenance where it comes from
 */
record ModelArtifact(
    String preparation,
    PointSelection landmarks,
    int maxFrames,
    int classes,
    Map<String, ?> provenance) {
  /** Name of the model's folder among a run's artifacts. */
  static final String FOLDER = "model";

  /** Name of the SavedModel's folder in it. */
  static final String SAVED_MODEL = "saved_model";

  /** Frames of the example; more would be a file of megabytes. */
  private static final int EXAMPLE_FRAMES = 16;

  /** Name of the file with what the model answers to its example; serving tries it with that. */
  private static final String ANSWERS = "example_answers.json";

  /**
   * Stores the model among a run's artifacts.
   *
   * @param folder where the files beside the SavedModel are made
   * @param examples the first is what the model can be tried with
   */
  void upload(TrackedRun run, Path savedModel, Path folder, ExampleSource examples)
      throws IOException {
    Example example = example(examples);
    for (Path file : description(run.id()).write(folder, input(example))) {
      run.artifact(file, FOLDER);
    }
    Path answers = folder.resolve(ANSWERS);
    try (GlossPredictor predictor = GlossPredictor.open(savedModel)) {
      Files.writeString(
          answers,
          new ObjectMapper()
              .writeValueAsString(Map.of("probabilities", predictor.predict(List.of(example)))));
    }
    run.artifact(answers, FOLDER);
    run.artifacts(savedModel, FOLDER + "/" + SAVED_MODEL);
  }

  private MlmodelFile description(String runId) {
    int points = landmarks.size();
    Map<String, String> preparing = new LinkedHashMap<>();
    preparing.put("preparation", preparation);
    preparing.put("landmarks", landmarks.name());
    preparing.put("max_frames", Integer.toString(maxFrames));
    preparing.put("example_answers", ANSWERS);
    preparing.put("labels", SAVED_MODEL + "/assets.extra/labels.txt");
    return new MlmodelFile(
        SAVED_MODEL,
        runId,
        FOLDER,
        Instant.now(),
        List.of(
            new TensorSpec("landmarks", "float32", List.of(-1, -1, points, Example.CHANNELS)),
            new TensorSpec("mask", "float32", List.of(-1, -1))),
        List.of(new TensorSpec("probabilities", "float32", List.of(-1, classes))),
        preparing,
        provenance);
  }

  /** The beginning of one sequence, not padded. */
  private static Example example(ExampleSource examples) {
    try (Stream<Example> stream = examples.open()) {
      Example first = stream.findFirst().orElseThrow();
      int frames = Math.min(first.frames(), EXAMPLE_FRAMES);
      float[] values = Arrays.copyOf(first.xyz(), frames * first.points() * Example.CHANNELS);
      return new Example(first.id(), first.label(), frames, values);
    }
  }

  private static InputExample input(Example example) {
    int frames = example.frames();
    float[] mask = new float[frames];
    Arrays.fill(mask, 1);
    return new InputExample(
        Map.of(
            "landmarks",
            InputExample.nested(example.xyz(), 1, frames, example.points(), Example.CHANNELS),
            "mask",
            InputExample.nested(mask, 1, frames)));
  }
}
