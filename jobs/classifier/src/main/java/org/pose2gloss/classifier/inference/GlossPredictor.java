package org.pose2gloss.classifier.inference;

import ai.djl.MalformedModelException;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.types.Shape;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ModelNotFoundException;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.TranslateException;
import ai.djl.util.PairList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.pose2gloss.classifier.ClassifierException;
import org.pose2gloss.classifier.Example;
import org.pose2gloss.classifier.ExampleBatch;
import org.pose2gloss.classifier.ModelLabels;
import org.pose2gloss.classifier.network.TensorFlowRuntime;
import org.tensorflow.exceptions.TensorFlowException;

/**
 * A SavedModel of ours, read by DJL; the only reader there is, for evaluation, scoring and serving
 * alike. Owns the model's native memory. Safe for use by several threads at once.
 */
public final class GlossPredictor implements AutoCloseable {
  /** Sequences a run; more than this is no faster. */
  private static final int BATCH_SIZE = 32;

  /** Bound on attention's memory a run: sequences times the square of the longest one's frames. */
  private static final long MOST_SQUARES = BATCH_SIZE * 512L * 512L;

  private final ZooModel<ExampleBatch, float[][]> model;
  private final List<String> glosses;
  private final int classes;
  private final int points;

  private GlossPredictor(
      ZooModel<ExampleBatch, float[][]> model, List<String> glosses, int classes, int points) {
    this.model = model;
    this.glosses = glosses;
    this.classes = classes;
    this.points = points;
  }

  /**
   * Loads a model.
   *
   * @param savedModel folder that holds {@code saved_model.pb}
   * @throws ClassifierException if there is none, or it is not of the shape that training exports
   * @throws IOException if a file cannot be read
   */
  public static GlossPredictor open(Path savedModel) throws IOException {
    if (!Files.isRegularFile(savedModel.resolve("saved_model.pb"))) {
      throw new ClassifierException(
          "There is no SavedModel in " + savedModel + ": it holds no saved_model.pb.");
    }
    TensorFlowRuntime.load();
    ZooModel<ExampleBatch, float[][]> model = load(savedModel);
    try {
      List<String> glosses = ModelLabels.read(savedModel);
      int classes = dimension(model.describeOutput(), "probabilities", 1, 2, savedModel);
      int points = dimension(model.describeInput(), "landmarks", 2, 4, savedModel);
      if (!glosses.isEmpty() && glosses.size() != classes) {
        throw new ClassifierException(
            String.format(
                "The model in %s has %d classes but names %d glosses: its files do not belong"
                    + " together.",
                savedModel, classes, glosses.size()));
      }
      return new GlossPredictor(model, glosses, classes, points);
    } catch (IOException | RuntimeException e) {
      model.close();
      throw e;
    }
  }

  private static ZooModel<ExampleBatch, float[][]> load(Path savedModel) throws IOException {
    try {
      return Criteria.builder()
          .setTypes(ExampleBatch.class, float[][].class)
          .optEngine("TensorFlow")
          .optModelPath(savedModel)
          .optModelName("saved_model.pb")
          .optTranslator(new ExampleBatchTranslator())
          .build()
          .loadModel();
    } catch (ModelNotFoundException | MalformedModelException | TensorFlowException e) {
      throw new ClassifierException(
          "The SavedModel in " + savedModel + " cannot be loaded: " + e.getMessage(), e);
    }
  }

  private static int dimension(
      PairList<String, Shape> shapes, String name, int axis, int axes, Path savedModel) {
    Shape shape = shapes.get(name);
    if (shape == null || shape.dimension() != axes || shape.get(axis) < 1) {
      throw new ClassifierException(
          String.format(
              "The SavedModel in %s has no '%s' of a known size in its signature"
                  + " serving_default: it is not one of a pose-to-gloss network.",
              savedModel, name));
    }
    return Math.toIntExact(shape.get(axis));
  }

  /** Number of classes. */
  public int classes() {
    return classes;
  }

  /** Points a frame that the model takes. */
  public int points() {
    return points;
  }

  /** Gloss of each class; empty if the model carries none. */
  public List<String> glosses() {
    return glosses;
  }

  /**
   * Probabilities of each class for each example; labels are not looked at, and an answer does not
   * depend on what else is asked at the same time beyond float's rounding.
   *
   * @return {@code float[examples][classes]}, each row adding up to 1
   * @throws ClassifierException if an example has another number of points or an infinite number
   */
  public float[][] predict(List<Example> examples) {
    List<Integer> byLength =
        IntStream.range(0, examples.size())
            .boxed()
            .sorted(Comparator.comparingInt(i -> examples.get(i).frames()))
            .toList();
    float[][] probabilities = new float[examples.size()][];
    // A predictor belongs to one thread; the model behind it is shared.
    try (Predictor<ExampleBatch, float[][]> predictor = model.newPredictor()) {
      int from = 0;
      while (from < byLength.size()) {
        int to = from + 1;
        while (to < byLength.size() && fits(examples.get(byLength.get(to)), to + 1 - from)) {
          to++;
        }
        List<Integer> places = byLength.subList(from, to);
        List<Example> batch = places.stream().map(examples::get).toList();
        float[][] rows = predictor.predict(ExampleBatch.of(batch, points));
        for (int i = 0; i < rows.length; i++) {
          probabilities[places.get(i)] = rows[i];
        }
        from = to;
      }
    } catch (TranslateException e) {
      throw new ClassifierException("The model could not predict: " + e.getMessage(), e);
    }
    return probabilities;
  }

  private static boolean fits(Example longest, int size) {
    long frames = longest.frames();
    return size <= BATCH_SIZE && size * frames * frames <= MOST_SQUARES;
  }

  @Override
  public void close() {
    model.close();
  }
}
