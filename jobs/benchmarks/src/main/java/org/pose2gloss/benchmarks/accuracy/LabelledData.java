package org.pose2gloss.benchmarks.accuracy;

import java.util.List;
import java.util.stream.IntStream;
import org.pose2gloss.classifier.Example;
import org.pose2gloss.features.PointSelection;

/**
 * Real sequences with their labels, and which of them a trial judges.
 *
 * @param selection the points of a frame
 * @param nose which of them is the tip of the nose, from 0; -1 if none is
 * @param examples the sequences
 * @param folds the part that each belongs to: a trial judges one part and trains on all others;
 *     below 0 for sequences that no trial uses
 */
record LabelledData(
    PointSelection selection, int nose, List<Example> examples, List<Integer> folds) {
  /** Keeps the lists as they are. */
  LabelledData {
    examples = List.copyOf(examples);
    folds = List.copyOf(folds);
  }

  /** What is trained on when a part is judged. */
  List<Example> train(int judged) {
    return IntStream.range(0, examples.size())
        .filter(i -> folds.get(i) >= 0 && folds.get(i) != judged)
        .mapToObj(examples::get)
        .toList();
  }

  /** What is judged. */
  List<Example> judged(int part) {
    return IntStream.range(0, examples.size())
        .filter(i -> folds.get(i) == part)
        .mapToObj(examples::get)
        .toList();
  }

  /** Number of classes: labels go from 0 to one less. */
  int classes() {
    return 1 + examples.stream().mapToInt(Example::label).max().orElse(0);
  }
}
