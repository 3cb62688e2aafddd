package org.pose2gloss.pipelines.score;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.apache.iceberg.SerializableTable;
import org.apache.iceberg.Table;
import org.pose2gloss.command.UserException;
import org.pose2gloss.features.LandmarkPart;
import org.pose2gloss.pipelines.beam.Failures;
import org.pose2gloss.pipelines.beam.Runner;
import org.pose2gloss.serving.model.ModelException;
import org.pose2gloss.tables.CommitNote;
import org.pose2gloss.tables.SnapshotInfo;
import org.pose2gloss.tables.TableException;
import org.pose2gloss.tables.TableReader;
import org.pose2gloss.tables.TableSplit;
import org.pose2gloss.tables.Tables;
import org.pose2gloss.tables.Warehouse;
import org.pose2gloss.tables.WrittenFiles;

/**
 * Predicts for every row of a version of the table of landmarks, on any Beam runner, with the code
 * that serves the same model: what is scored is what would have been served. All of it comes into
 * the table of predictions at once; predictions of other runs stay.
 */
public final class Score {
  private static final int MOST_PARTS = 64;

  private static final long SMALLEST_PART = 8 << 20;

  private Score() {}

  /**
   * Runs the pipeline and waits until it is done.
   *
   * @param landmarks version of the table of landmarks
   * @param model to predict with
   * @param runId under which the predictions stand in the table
   * @param runner where to do it
   * @return the version of the table of predictions that this made
   * @throws TableException if a file cannot be read or the commit fails
   * @throws ModelException if a worker cannot load the model
   * @throws UserException if there are no landmarks, or the runner ends the run
   */
  public static SnapshotInfo run(
      Warehouse warehouse,
      SnapshotInfo landmarks,
      ScoredModel model,
      String runId,
      CommitNote note,
      Runner runner) {
    if (landmarks.rows() == 0) {
      throw new UserException(
          "The table landmarks has no rows in that version: run 'pose2gloss extract' first.");
    }
    Table table = warehouse.existing(Tables.LANDMARKS);
    Table predictions = warehouse.openOrCreate(Tables.PREDICTIONS);
    List<TableSplit> parts =
        TableReader.of(table)
            .at(landmarks.snapshotId())
            .select(columns())
            .splits(Math.max(SMALLEST_PART, landmarks.bytes() / MOST_PARTS + 1));
    Pipeline pipeline = Pipeline.create(runner.options());
    pipeline
        .apply("Parts", Create.of(parts).withCoder(SerializableCoder.of(TableSplit.class)))
        .apply("Spread", Reshuffle.viaRandomKey())
        .apply(
            "Score",
            ParDo.of(
                new ScorePart(
                    SerializableTable.copyOf(table),
                    SerializableTable.copyOf(predictions),
                    model,
                    runId)))
        .apply(
            "OneCommit",
            WithKeys.<Integer, WrittenFiles>of(0).withKeyType(TypeDescriptors.integers()))
        .apply("Gather", GroupByKey.create())
        .apply(
            "Commit",
            ParDo.of(
                new CommitPredictions(
                    warehouse.options(), note.withCommitId(UUID.randomUUID().toString()))));
    runToEnd(pipeline);
    return warehouse.currentSnapshot(Tables.PREDICTIONS).orElseThrow();
  }

  private static String[] columns() {
    List<String> columns = new ArrayList<>(List.of("id", "frames"));
    for (LandmarkPart part : LandmarkPart.values()) {
      columns.add(part.columnName());
    }
    return columns.toArray(String[]::new);
  }

  private static void runToEnd(Pipeline pipeline) {
    try {
      PipelineResult.State state = pipeline.run().waitUntilFinish();
      if (state != null && state != PipelineResult.State.DONE) {
        throw new UserException("Scoring ended as " + state + ": look at the runner's log.");
      }
    } catch (RuntimeException e) {
      throw Failures.find(e, TableException.class, ModelException.class, UserException.class)
          .orElse(e);
    }
  }
}
