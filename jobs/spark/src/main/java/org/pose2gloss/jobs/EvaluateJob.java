package org.pose2gloss.jobs;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.pose2gloss.classifier.evaluation.Answer;
import org.pose2gloss.command.UserException;
import org.pose2gloss.jobs.evaluation.Judged;
import org.pose2gloss.tables.CommitNote;
import org.pose2gloss.tables.SnapshotInfo;
import org.pose2gloss.tables.TableWriter;
import org.pose2gloss.tables.Tables;
import org.pose2gloss.tables.Warehouse;

/**
 * Asks a model about every original example of a preparation, and writes what it said.
 *
 * <p>The model travels to the executors with the job; each task loads it once, and keeps of the
 * probabilities what metrics follow from. The driver holds that: about 200 bytes an example,
 * however many classes there are. All of it is committed to the table predictions at once, by the
 * run; predictions of other runs stay.
 */
final class EvaluateJob {
  /**
   * What to do.
   *
   * @param preparation name of the preparation
   * @param examples version of the table examples
   * @param model folder of the model on the driver's machine
   * @param glosses that the model knows, by label
   * @param runId run that the predictions are written under
   */
  record Options(
      String preparation, SnapshotInfo examples, Path model, List<String> glosses, String runId) {}

  private final SparkSession spark;
  private final Warehouse warehouse;
  private final SparkTables tables;
  private final Options options;

  EvaluateJob(SparkSession spark, Warehouse warehouse, Options options) {
    this.spark = spark;
    this.warehouse = warehouse;
    this.tables = new SparkTables(spark, warehouse);
    this.options = options;
  }

  /**
   * Asks and writes.
   *
   * @return every example with the model's answer
   * @throws UserException if there is no example, or their glosses are not those of the model
   */
  List<Judged> run(CommitNote note) throws IOException {
    Dataset<Row> examples =
        tables
            .table(Tables.EXAMPLES, options.examples())
            .filter(
                col(Tables.PREPARATION).equalTo(options.preparation()).and(col("copy").equalTo(0)));
    requireSameGlosses(examples);
    List<Judged> judged;
    try (SentFolder model = SentFolder.send(spark.sparkContext(), options.model())) {
      judged = ask(examples, model.name());
    }
    write(judged, note);
    return judged;
  }

  private void requireSameGlosses(Dataset<Row> examples) {
    List<Row> pairs = examples.select("label", "gloss").distinct().collectAsList();
    if (pairs.isEmpty()) {
      throw PreparationTables.nothing(warehouse, Tables.EXAMPLES, options.preparation());
    }
    List<Row> others = pairs.stream().filter(row -> !isKnown(row)).toList();
    if (!others.isEmpty()) {
      Row first = others.get(0);
      int label = first.<Integer>getAs("label");
      throw new UserException(
          String.format(
              "The model's glosses are not those of the preparation '%s': %d of %d have another"
                  + " label or are unknown to it (label %d is '%s' there, and %s in the model);"
                  + " evaluate it on the preparation that it was trained on.",
              options.preparation(),
              others.size(),
              pairs.size(),
              label,
              first.<String>getAs("gloss"),
              label < options.glosses().size()
                  ? "'" + options.glosses().get(label) + "'"
                  : "none of its " + options.glosses().size()));
    }
  }

  private boolean isKnown(Row pair) {
    int label = pair.<Integer>getAs("label");
    return label < options.glosses().size()
        && options.glosses().get(label).equals(pair.<String>getAs("gloss"));
  }

  private List<Judged> ask(Dataset<Row> examples, String model) {
    warehouse.existing(Tables.SAMPLES);
    Dataset<Row> signers =
        tables
            .table(Tables.SAMPLES)
            .filter(col(Tables.PREPARATION).equalTo(options.preparation()))
            .select("id", "signer");
    try (JobProgress progress =
        JobProgress.start(spark.sparkContext(), "evaluate", "examples", examples.count())) {
      var counter = progress.counter();
      return examples
          .select("id", "split", "label", "frames", "points", "xyz")
          .repartition(spark.sparkContext().defaultParallelism())
          .join(broadcast(signers), new String[] {"id"}, "left")
          .javaRDD()
          .mapPartitions(rows -> new AnswerIterator(rows, model, counter))
          .collect();
    }
  }

  private void write(List<Judged> judged, CommitNote note) {
    Table predictions = warehouse.openOrCreate(Tables.PREDICTIONS);
    try (TableWriter writer = TableWriter.open(predictions)) {
      for (Judged one : judged) {
        Answer answer = one.answer();
        Record row = writer.newRow();
        row.setField("run_id", options.runId());
        row.setField("id", one.id());
        row.setField("split", one.split());
        row.setField("gloss", options.glosses().get(answer.label()));
        row.setField("predicted", options.glosses().get(answer.predicted()));
        row.setField("probability", answer.probability());
        row.setField("rank_of_truth", answer.rank());
        row.setField("truth_probability", answer.truthProbability());
        row.setField("signer", one.signer());
        row.setField("frames", one.frames());
        writer.write(row);
      }
      writer.append(note);
    }
  }
}
