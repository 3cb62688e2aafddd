package org.pose2gloss.serving.model;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.pose2gloss.classifier.ClassifierException;
import org.pose2gloss.classifier.Example;
import org.pose2gloss.classifier.evaluation.Answer;
import org.pose2gloss.classifier.inference.GlossPredictor;

/** Loads a model and tries it before anybody is served by it. */
final class ModelLoader {
  /** How far an answer may be from the stored one: other processors add up in another order. */
  private static final float TOLERANCE = 1e-3f;

  /** TensorFlow plans and allocates on the first runs of a shape. */
  private static final int WARM_UP_RUNS = 3;

  /** Frames of a clip that the model is warmed with where none is stored: two seconds of video. */
  private static final int USUAL_FRAMES = 64;

  private ModelLoader() {}

  /**
   * Loads and tries.
   *
   * @throws ModelException if it does not load or does not answer as it should
   */
  static ServedModel load(ModelReference reference, Path folder) throws IOException {
    GlossPredictor predictor = null;
    try {
      ModelFolder files = ModelFolder.open(folder);
      predictor = GlossPredictor.open(files.savedModel());
      Preparation preparation = files.preparation(predictor.points());
      tryOut(predictor, files);
      return new ServedModel(reference, predictor, preparation, files.provenance());
    } catch (IOException | RuntimeException e) {
      if (predictor != null) {
        predictor.close();
      }
      if (e instanceof ClassifierException) {
        throw new ModelException("The " + reference + " does not load: " + e.getMessage(), e);
      }
      throw e;
    }
  }

  private static void tryOut(GlossPredictor predictor, ModelFolder files) throws IOException {
    Optional<Example> stored = files.example();
    float[] answer = {};
    for (int i = 0; i < WARM_UP_RUNS; i++) {
      predictor.predict(List.of(blank(predictor.points())));
      answer = predictor.predict(List.of(stored.orElse(blank(predictor.points()))))[0];
    }
    double sum = 0;
    for (float probability : answer) {
      sum += probability;
    }
    if (!(Math.abs(sum - 1) <= TOLERANCE)) {
      throw new ModelException(
          "The model fails its self-test: its probabilities add up to " + sum + ", not to 1.");
    }
    Optional<float[]> expected = files.expected();
    if (expected.isPresent() && !isClose(answer, expected.get())) {
      throw new ModelException(
          "The model fails its self-test: it answers %s to its stored example where it answered %s when it was made."
              .formatted(best(answer), best(expected.get())));
    }
  }

  private static boolean isClose(float[] answer, float[] expected) {
    if (answer.length != expected.length) {
      return false;
    }
    for (int i = 0; i < answer.length; i++) {
      if (!(Math.abs(answer[i] - expected[i]) <= TOLERANCE)) {
        return false;
      }
    }
    return true;
  }

  private static String best(float[] answer) {
    int best = Answer.mostProbable(answer);
    return answer.length == 0
        ? "nothing"
        : "class %d of %d with %.4f".formatted(best, answer.length, answer[best]);
  }

  private static Example blank(int points) {
    float[] xyz = new float[USUAL_FRAMES * points * Example.CHANNELS];
    Arrays.fill(xyz, 0.5f);
    return new Example("warm-up", 0, USUAL_FRAMES, xyz);
  }
}
