package org.pose2gloss.jobs;

import java.io.Serializable;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.iceberg.SerializableTable;
import org.apache.iceberg.data.Record;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.pose2gloss.command.UserException;
import org.pose2gloss.features.LabelEncoder;
import org.pose2gloss.tables.Rows;
import org.pose2gloss.tables.TableReader;
import org.pose2gloss.tables.TableSplit;
import org.pose2gloss.tables.TableWriter;
import org.pose2gloss.tables.Tables;

/**
 * Turns the samples of a preparation and their copies into what the network learns from: points cut
 * to a greatest length, and a label.
 *
 * <p>Coordinates stay those of the picture: normalising is the network's, once, in training and
 * serving alike. Labels are the training glosses in alphabetical order; samples of other splits
 * whose gloss is not among them are left out. Replaces examples and labels of the same preparation.
 */
final class TransformJob {
  /** Of 195 frames at most: some hundred megabytes before compression. */
  private static final int EXAMPLES_A_FILE = 2000;

  /** Parts of the table of augmented sequences that one task reads. */
  private static final long SPLIT_BYTES = 64L << 20;

  /** Java's serialisation would hold a hundred sequences a stream, in case one came again. */
  static final Map<String, String> SPARK = Map.of("spark.serializer.objectStreamReset", "1");

  /**
   * What to do.
   *
   * @param preparation name of the preparation
   * @param maxFrames frames of a sequence that are kept
   * @param pad whether shorter sequences are padded to as many
   * @param padValue what padding holds
   */
  record Options(String preparation, int maxFrames, boolean pad, float padValue)
      implements Serializable {}

  /**
   * What was done: examples of each split (copies counted), classes, and samples whose gloss no
   * training sample has.
   *
   * @param train training examples
   * @param validation validation examples
   * @param test test examples
   * @param classes number of glosses
   * @param unknownGloss samples left out
   */
  record Result(long train, long validation, long test, long classes, long unknownGloss) {}

  private final JavaSparkContext spark;
  private final PreparationTables tables;
  private final Options options;

  TransformJob(JavaSparkContext spark, PreparationTables tables, Options options) {
    this.spark = spark;
    this.tables = tables;
    this.options = options;
  }

  /**
   * Transforms.
   *
   * @throws UserException if augment has not been run since the samples were chosen
   */
  Result run() {
    Map<String, PreparationTables.Sample> samples = tables.samples();
    SortedMap<String, Long> glosses = trainingGlosses(samples.values());
    LabelEncoder labels = LabelEncoder.of(glosses.keySet());
    Map<String, PreparationTables.Sample> known = new HashMap<>(samples);
    known.values().removeIf(sample -> !labels.contains(sample.gloss()));
    TableReader augmented = tables.reader(tables.warehouse().existing(Tables.AUGMENTED));
    Map<String, Long> counts = counts(augmented, samples.keySet(), known);
    write(augmented, known, labels, counts.values().stream().mapToLong(Long::longValue).sum());
    writeLabels(glosses, labels);
    return new Result(
        counts.getOrDefault(SplitPlan.TRAIN, 0L),
        counts.getOrDefault(SplitPlan.VALIDATION, 0L),
        counts.getOrDefault(SplitPlan.TEST, 0L),
        glosses.size(),
        samples.size() - known.size());
  }

  private static SortedMap<String, Long> trainingGlosses(
      Collection<PreparationTables.Sample> samples) {
    SortedMap<String, Long> glosses = new TreeMap<>();
    for (PreparationTables.Sample sample : samples) {
      if (sample.split().equals(SplitPlan.TRAIN)) {
        glosses.merge(sample.gloss(), 1L, Long::sum);
      }
    }
    return glosses;
  }

  /** Examples of each split, once it is sure that augment has seen every sample. */
  private Map<String, Long> counts(
      TableReader augmented, Set<String> samples, Map<String, PreparationTables.Sample> known) {
    Set<String> missing = new TreeSet<>(samples);
    Map<String, Long> counts = new HashMap<>();
    try (Rows<Record> rows = augmented.select("id", "copy").rows()) {
      for (Record row : rows) {
        String id = (String) row.getField("id");
        missing.remove(id);
        PreparationTables.Sample sample = known.get(id);
        if (sample != null && sample.uses((Integer) row.getField("copy"))) {
          counts.merge(sample.split(), 1L, Long::sum);
        }
      }
    }
    if (!missing.isEmpty()) {
      throw new UserException(
          String.format(
              "The samples %s of the preparation '%s' have not been through augment; run"
                  + " 'pose2gloss augment' after 'pose2gloss split'.",
              SplitPlan.some(missing), options.preparation()));
    }
    return counts;
  }

  private void write(
      TableReader augmented,
      Map<String, PreparationTables.Sample> known,
      LabelEncoder labels,
      long sequences) {
    List<TableSplit> splits = augmented.select(ReadAugmented.COLUMNS).splits(SPLIT_BYTES);
    TaskFiles files = new TaskFiles(spark, tables.warehouse().openOrCreate(Tables.EXAMPLES));
    Broadcast<Map<String, PreparationTables.Sample>> sent = spark.broadcast(known);
    try (JobProgress progress =
        JobProgress.ofShuffle(spark.sc(), "transform", "sequences", sequences)) {
      ReadAugmented read =
          new ReadAugmented(
              options.maxFrames(),
              SerializableTable.copyOf(tables.warehouse().existing(Tables.AUGMENTED)),
              sent);
      WriteExamples write = new WriteExamples(options, labels, files.serialised(), files.written());
      int parts = Math.toIntExact(1 + sequences / EXAMPLES_A_FILE);
      files.replace(
          options.preparation(),
          tables.note(),
          () ->
              spark
                  .parallelize(splits, splits.size())
                  .flatMapToPair(read)
                  .repartitionAndSortWithinPartitions(new ExamplePlace.Parts(parts))
                  .mapPartitions(write)
                  .collect());
    } finally {
      sent.destroy();
    }
  }

  private void writeLabels(SortedMap<String, Long> glosses, LabelEncoder labels) {
    try (TableWriter writer = TableWriter.open(tables.warehouse().openOrCreate(Tables.LABELS))) {
      for (Map.Entry<String, Long> gloss : glosses.entrySet()) {
        Record row = writer.newRow();
        row.setField(Tables.PREPARATION, options.preparation());
        row.setField("label", labels.label(gloss.getKey()));
        row.setField("gloss", gloss.getKey());
        row.setField("count", gloss.getValue());
        writer.write(row);
      }
      writer.replacePreparation(options.preparation(), tables.note());
    }
  }
}
