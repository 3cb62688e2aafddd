package org.pose2gloss.jobs;

import java.util.HashMap;
import java.util.Map;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expressions;
import org.pose2gloss.command.UserException;
import org.pose2gloss.tables.Rows;
import org.pose2gloss.tables.TableReader;
import org.pose2gloss.tables.Tables;
import org.pose2gloss.tables.Warehouse;
import org.pose2gloss.tracking.RegisteredVersion;

/**
 * A registered version with what {@code evaluate} has found and left in its tags.
 *
 * @param version the version
 * @param accuracy top-1 on the test split, 0..1
 * @param run tracking run of the evaluation, empty if unknown
 * @param snapshot version of the table examples that it was asked about, empty if unknown
 * @param preparation name of the preparation that it was asked about, empty if unknown
 */
record EvaluatedVersion(
    RegisteredVersion version, double accuracy, String run, String snapshot, String preparation) {
  /** Tag with the accuracy on the test split. */
  static final String ACCURACY = "test_accuracy";

  /** Tag that names the evaluation's tracking run; the predictions stand under it. */
  static final String RUN = "evaluation_run";

  /** Tag that names the version of the table examples. */
  static final String SNAPSHOT = "examples_snapshot";

  /** Tag that names the preparation. */
  static final String PREPARATION = "preparation";

  /**
   * Reads the tags.
   *
   * @throws UserException if the version has not been evaluated, or a tag is no accuracy
   */
  static EvaluatedVersion of(RegisteredVersion version) {
    Map<String, String> tags = version.tags();
    return new EvaluatedVersion(
        version,
        accuracy(version),
        tags.getOrDefault(RUN, ""),
        tags.getOrDefault(SNAPSHOT, ""),
        tags.getOrDefault(PREPARATION, ""));
  }

  private static double accuracy(RegisteredVersion version) {
    String tag = version.tags().get(ACCURACY);
    if (tag == null) {
      throw new UserException(
          "Version %d of '%s' has not been evaluated; %s."
              .formatted(version.version(), version.model(), howToEvaluate(version)));
    }
    double accuracy;
    try {
      accuracy = Double.parseDouble(tag);
    } catch (NumberFormatException e) {
      accuracy = Double.NaN;
    }
    if (!(accuracy >= 0 && accuracy <= 1)) {
      throw new UserException(
          "The tag %s of version %d is '%s', which is no accuracy of 0 to 1; %s."
              .formatted(ACCURACY, version.version(), tag, howToEvaluate(version)));
    }
    return accuracy;
  }

  /** What to type. */
  static String howToEvaluate(RegisteredVersion version) {
    return "run 'pose2gloss evaluate --set model.version=" + version.version() + "'";
  }

  /** Whether both were asked about the same examples. */
  boolean sameExamples(EvaluatedVersion other) {
    return !snapshot.isEmpty()
        && snapshot.equals(other.snapshot)
        && preparation.equals(other.preparation);
  }

  /**
   * Holds the answers of both to the same test examples side by side.
   *
   * @throws UserException if the table of predictions lacks those of one of them
   */
  PairedComparison against(EvaluatedVersion other, Warehouse warehouse) {
    Map<String, Boolean> mine = answers(warehouse);
    Map<String, Boolean> theirs = other.answers(warehouse);
    if (!mine.keySet().equals(theirs.keySet())) {
      throw new UserException(
          "Versions %d and %d were asked about different test examples (%d and %d); %s and %s."
              .formatted(
                  version.version(),
                  other.version.version(),
                  mine.size(),
                  theirs.size(),
                  howToEvaluate(version),
                  howToEvaluate(other.version)));
    }
    long[] counts = new long[4];
    mine.forEach((id, right) -> counts[(right ? 0 : 2) + (theirs.get(id) ? 0 : 1)]++);
    return new PairedComparison(counts[0], counts[1], counts[2], counts[3]);
  }

  /** Whether the answer to each test example is right. */
  private Map<String, Boolean> answers(Warehouse warehouse) {
    Map<String, Boolean> answers = new HashMap<>();
    try (Rows<Record> rows =
        TableReader.of(warehouse.existing(Tables.PREDICTIONS))
            .select("run_id", "id", "split", "gloss", "predicted")
            .where(
                Expressions.and(
                    Expressions.equal("run_id", run), Expressions.equal("split", SplitPlan.TEST)))
            .rows()) {
      for (Record row : rows) {
        answers.put(
            (String) row.getField("id"), row.getField("gloss").equals(row.getField("predicted")));
      }
    }
    if (answers.isEmpty()) {
      throw new UserException(
          "The table of predictions has none of version %d for the test split; %s."
              .formatted(version.version(), howToEvaluate(version)));
    }
    return answers;
  }
}
