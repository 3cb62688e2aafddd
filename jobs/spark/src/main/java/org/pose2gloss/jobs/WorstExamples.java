package org.pose2gloss.jobs;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.pose2gloss.jobs.evaluation.EvaluationReport;
import org.pose2gloss.jobs.evaluation.Judged;
import org.pose2gloss.tracking.TrackedRun;

/**
 * The test examples that a model was worst at: those to whose gloss it gave the least probability;
 * with their skeletons, for a person to see why.
 */
final class WorstExamples {
  private static final String FOLDER = EvaluationReport.FOLDER + "/worst_examples";
  private static final List<String> COLUMNS =
      List.of(
          "id",
          "gloss",
          "predicted",
          "probability",
          "truth_probability",
          "rank_of_truth",
          "signer",
          "frames",
          "picture");

  private final List<Judged> worst;
  private final List<String> glosses;

  /**
   * The worst.
   *
   * @param glosses that the model knows, by label
   * @param count how many at most
   */
  WorstExamples(List<Judged> judged, List<String> glosses, int count) {
    this.glosses = List.copyOf(glosses);
    this.worst =
        judged.stream()
            .filter(one -> one.split().equals(SplitPlan.TEST) && !one.answer().isRight())
            .sorted(
                Comparator.comparingDouble((Judged one) -> one.answer().truthProbability())
                    .thenComparing(one -> -one.answer().probability())
                    .thenComparing(Judged::id))
            .limit(count)
            .toList();
  }

  /** Stores a table and a picture each. */
  void keep(SkeletonPictures pictures, TrackedRun run) throws IOException {
    if (worst.isEmpty()) {
      return;
    }
    List<SkeletonPictures.Wanted> wanted = new ArrayList<>();
    for (Judged one : worst) {
      wanted.add(new SkeletonPictures.Wanted(one.id(), file(wanted.size(), one), title(one)));
    }
    Set<String> kept =
        pictures.keep(wanted, FOLDER, run).stream()
            .map(SkeletonPictures.Wanted::file)
            .collect(Collectors.toSet());
    List<List<Object>> rows = new ArrayList<>();
    for (Judged one : worst) {
      String file = file(rows.size(), one);
      rows.add(row(one, kept.contains(file) ? FOLDER + "/" + file + ".png" : null));
    }
    run.table(FOLDER + ".json", COLUMNS, rows);
  }

  private static String file(int place, Judged one) {
    return String.format("%03d_%s", place + 1, one.id().replaceAll("[^A-Za-z0-9._-]", "_"));
  }

  private String title(Judged one) {
    return String.format(
        Locale.ROOT,
        "%s shows %s (%.3f), taken for %s (%.3f)",
        one.id(),
        glosses.get(one.answer().label()),
        one.answer().truthProbability(),
        glosses.get(one.answer().predicted()),
        one.answer().probability());
  }

  private List<Object> row(Judged one, String picture) {
    // Not List.of: signer and picture may be null.
    return Arrays.asList(
        one.id(),
        glosses.get(one.answer().label()),
        glosses.get(one.answer().predicted()),
        one.answer().probability(),
        one.answer().truthProbability(),
        one.answer().rank(),
        one.signer(),
        one.frames(),
        picture);
  }
}
