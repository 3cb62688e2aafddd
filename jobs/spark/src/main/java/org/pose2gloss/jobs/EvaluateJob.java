package org.pose2gloss.jobs;

import static org.apache.spark.sql.functions.col;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.pose2gloss.classifier.ModelLabels;
import org.pose2gloss.classifier.evaluation.Evaluation;
import org.pose2gloss.command.UserException;
import org.pose2gloss.tables.Tables;
import org.pose2gloss.tables.Warehouse;

/**
 * Asks a model about every original example of a preparation, compares, and writes what it said.
 *
 * <p>The model travels to the executors with the job; each task loads it once. The driver holds one
 * vector of probabilities an example.
 */
final class EvaluateJob {
  private static final List<String> SPLITS = List.of("train", "validation", "test");

  /**
   * What to do.
   *
   * @param preparation name of the preparation
   * @param model folder of the model on the driver's machine
   * @param runId run that the predictions are written under, empty for none
   */
  record Options(String preparation, Path model, String runId) {}

  private final SparkSession spark;
  private final Warehouse warehouse;
  private final PreparationTables tables;
  private final Options options;

  EvaluateJob(SparkSession spark, PreparationTables tables, Options options) {
    this.spark = spark;
    this.warehouse = tables.warehouse();
    this.tables = tables;
    this.options = options;
  }

  /**
   * Evaluates.
   *
   * @return the evaluation of each split that has examples, in the order train, validation, test
   * @throws UserException if the model's glosses are not those of the preparation
   */
  Map<String, Evaluation> run() throws Exception {
    warehouse.openOrCreate(Tables.PREDICTIONS);
    List<String> glosses = ModelLabels.read(options.model());
    requireSameGlosses(glosses);
    spark.sparkContext().addFile(options.model().toUri().toString(), true);
    List<Row> answers = answers(options.model().getFileName().toString());
    write(answers, glosses);
    Map<String, Evaluation> evaluations = new LinkedHashMap<>();
    for (String split : SPLITS) {
      List<Row> ofSplit = answers.stream().filter(row -> row.getString(1).equals(split)).toList();
      if (!ofSplit.isEmpty()) {
        evaluations.put(split, evaluation(ofSplit, glosses));
      }
    }
    return evaluations;
  }

  private void requireSameGlosses(List<String> known) {
    List<String> glosses = tables.glosses();
    if (!glosses.equals(known)) {
      throw new UserException(
          "The model knows "
              + known.size()
              + " glosses, which are not the "
              + glosses.size()
              + " of the preparation '"
              + options.preparation()
              + "'; evaluate it on the preparation it was trained on.");
    }
  }

  private List<Row> answers(String shippedModel) {
    Dataset<Row> examples =
        new SparkTables(spark, warehouse)
            .of(Tables.EXAMPLES, options.preparation())
            .filter(col("copy").equalTo(0))
            .select("id", "split", "label", "frames", "points", "xyz");
    try (JobProgress progress =
        JobProgress.start(spark.sparkContext(), "evaluate", "examples", examples.count())) {
      var counter = progress.counter();
      return examples
          .repartition(spark.sparkContext().defaultParallelism())
          .mapPartitions(
              (org.apache.spark.api.java.function.MapPartitionsFunction<Row, Row>)
                  rows -> new AnswerIterator(rows, shippedModel, counter),
              Encoders.row(AnswerIterator.schema()))
          .collectAsList();
    }
  }

  private static Evaluation evaluation(List<Row> answers, List<String> glosses) {
    int[] labels = answers.stream().mapToInt(row -> row.getInt(2)).toArray();
    float[][] probabilities =
        answers.stream()
            .map(row -> LandmarkRows.floats(row, "probabilities"))
            .toArray(float[][]::new);
    return Evaluation.of(labels, probabilities, glosses);
  }

  private void write(List<Row> answers, List<String> glosses) throws Exception {
    List<Row> predictions = new ArrayList<>();
    for (Row answer : answers) {
      float[] probabilities = LandmarkRows.floats(answer, "probabilities");
      int truth = answer.getInt(2);
      int best = Evaluation.predicted(probabilities);
      predictions.add(
          RowFactory.create(
              options.runId(),
              answer.getString(0),
              answer.getString(1),
              glosses.get(truth),
              glosses.get(best),
              probabilities[best],
              Evaluation.rank(probabilities, truth)));
    }
    StructType schema =
        new StructType()
            .add("run_id", DataTypes.StringType)
            .add("id", DataTypes.StringType)
            .add("split", DataTypes.StringType)
            .add("gloss", DataTypes.StringType)
            .add("predicted", DataTypes.StringType)
            .add("probability", DataTypes.FloatType)
            .add("rank_of_truth", DataTypes.IntegerType);
    spark
        .createDataset(predictions, Encoders.row(schema))
        .coalesce(1)
        .writeTo(warehouse.sparkName(Tables.PREDICTIONS))
        .append();
  }
}
