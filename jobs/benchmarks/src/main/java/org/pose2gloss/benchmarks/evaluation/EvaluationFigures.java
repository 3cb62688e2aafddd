package org.pose2gloss.benchmarks.evaluation;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.pose2gloss.benchmarks.generate.NumpyArchive;
import org.pose2gloss.classifier.ClassifierException;
import org.pose2gloss.classifier.evaluation.Answer;
import org.pose2gloss.classifier.evaluation.Bootstrap;
import org.pose2gloss.classifier.evaluation.Evaluation;

/**
 * Evaluates probabilities that a Python program has written, and writes all figures for it to
 * compare: of every archive {@code NAME.npz} in a folder ({@code probabilities
 * [examples][classes]}, {@code label}, {@code classes}) a file {@code NAME.json}.
 */
public final class EvaluationFigures {
  private static final Bootstrap BOOTSTRAP = new Bootstrap(10_000, 0.95, 1);
  private static final JsonMapper JSON = new JsonMapper();

  private EvaluationFigures() {}

  /** Takes the folder. */
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    List<Path> archives;
    try (Stream<Path> files = Files.list(folder)) {
      archives = files.filter(file -> file.toString().endsWith(".npz")).sorted().toList();
    }
    for (Path archive : archives) {
      String name = archive.getFileName().toString().replace(".npz", ".json");
      JSON.writeValue(folder.resolve(name).toFile(), figures(archive));
    }
  }

  private static Map<String, Object> figures(Path archive) throws IOException {
    try (NumpyArchive arrays = NumpyArchive.open(archive)) {
      float[] probabilities = arrays.floats("probabilities");
      int[] labels = arrays.integers("label");
      int classes = arrays.integers("classes")[0];
      return figures(probabilities, labels, classes);
    }
  }

  private static Map<String, Object> figures(float[] probabilities, int[] labels, int classes) {
    Evaluation evaluation;
    try {
      List<Answer> answers =
          IntStream.range(0, labels.length)
              .mapToObj(
                  i ->
                      Answer.of(
                          Integer.toString(i),
                          Arrays.copyOfRange(probabilities, i * classes, (i + 1) * classes),
                          labels[i]))
              .toList();
      evaluation =
          Evaluation.of(
              answers, IntStream.range(0, classes).mapToObj(label -> "gloss " + label).toList());
    } catch (ClassifierException e) {
      return Map.of("refused", e.getMessage());
    }
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("metrics", evaluation.metrics());
    figures.put("classes", evaluation.classes());
    figures.put("confusion_matrix", evaluation.confusion().cells());
    figures.put("calibration", evaluation.calibration().bins());
    figures.put(
        "interval", BOOTSTRAP.ofShare(evaluation.confusion().right(), evaluation.examples()));
    return figures;
  }
}
