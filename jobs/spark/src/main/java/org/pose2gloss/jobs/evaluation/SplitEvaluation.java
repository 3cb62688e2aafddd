package org.pose2gloss.jobs.evaluation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pose2gloss.classifier.evaluation.Answer;
import org.pose2gloss.classifier.evaluation.Bootstrap;
import org.pose2gloss.classifier.evaluation.Evaluation;
import org.pose2gloss.classifier.evaluation.Interval;

/**
 * What a model is worth on one split.
 *
 * @param split train, validation or test
 * @param evaluation of all its examples
 * @param interval that the accuracy lies in but for chance
 * @param signers its examples by signer, none where no signer is known
 * @param lengths its examples by length
 */
public record SplitEvaluation(
    String split,
    Evaluation evaluation,
    Interval interval,
    List<Group> signers,
    List<Group> lengths) {
  private static final List<String> SPLITS = List.of("train", "validation", "test");

  /** Keeps the lists as they are. */
  public SplitEvaluation {
    signers = List.copyOf(signers);
    lengths = List.copyOf(lengths);
  }

  /** Of every split that has examples, in the order train, validation, test. */
  public static List<SplitEvaluation> of(
      List<Judged> judged, List<String> glosses, Bootstrap bootstrap) {
    List<SplitEvaluation> evaluations = new ArrayList<>();
    for (String split : SPLITS) {
      List<Judged> own = judged.stream().filter(one -> one.split().equals(split)).toList();
      if (!own.isEmpty()) {
        List<Answer> answers = own.stream().map(Judged::answer).toList();
        Evaluation evaluation = Evaluation.of(answers, glosses);
        evaluations.add(
            new SplitEvaluation(
                split,
                evaluation,
                bootstrap.ofShare(evaluation.confusion().right(), evaluation.examples()),
                Group.bySigner(own),
                // The same lengths in every split, to be compared.
                Group.byLength(own, Group.lengthStarts(judged))));
      }
    }
    return evaluations;
  }

  /** Every single value; names begin with the split. */
  Map<String, Double> metrics() {
    Map<String, Double> metrics = new LinkedHashMap<>();
    evaluation.metrics().forEach((name, value) -> metrics.put(split + "_" + name, value));
    metrics.put(split + "_accuracy_lower", interval.lower());
    metrics.put(split + "_accuracy_upper", interval.upper());
    return metrics;
  }
}
