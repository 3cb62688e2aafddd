package org.pose2gloss.serving.http;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.pose2gloss.serving.model.ServedModel;

/**
 * The answer to a clip.
 *
 * @param predictions the likeliest glosses, best first
 * @param model which one answered
 */
record Prediction(List<Gloss> predictions, ModelName model) {
  /**
   * A gloss.
   *
   * @param gloss its name
   * @param score its probability, 0 to 1
   */
  record Gloss(String gloss, float score) {}

  /**
   * A model.
   *
   * @param name of the registered model
   * @param version its version
   */
  record ModelName(String name, String version) {
    static ModelName of(ServedModel model) {
      return new ModelName(model.reference().name(), model.reference().version());
    }
  }

  static Prediction of(ServedModel model, float[] probabilities, int topN) {
    List<Gloss> best =
        IntStream.range(0, probabilities.length)
            .boxed()
            .sorted(Comparator.comparingDouble((Integer i) -> -probabilities[i]))
            .limit(topN)
            .map(i -> new Gloss(model.glosses().get(i), probabilities[i]))
            .toList();
    return new Prediction(best, ModelName.of(model));
  }
}
