package org.pose2gloss.jobs;

import static org.apache.spark.sql.functions.broadcast;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.apache.iceberg.SerializableTable;
import org.apache.iceberg.Table;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;
import org.pose2gloss.command.UserException;
import org.pose2gloss.features.LandmarkPart;
import org.pose2gloss.tables.CommitNote;
import org.pose2gloss.tables.Tables;
import org.pose2gloss.tables.Warehouse;

/**
 * Takes the landmarks of every video that has none yet.
 *
 * <p>What is promised, in the order in which it is done:
 *
 * <ol>
 *   <li>A content (file and segment) that has landmarks or a lasting failure by the same extractor
 *       is not opened again. Ids of a content that another id has already get a copy.
 *   <li>The others are packed into tasks by what they will take, the longest first, and streamed
 *       from where they lie. A video that cannot be read never stops another; one that kills its
 *       process is tried alone, and put aside if it does so again.
 *   <li>What tasks have finished is committed every so often: landmarks in the place of older ones
 *       of the same ids in one commit, then failures. Whenever this program or an executor is
 *       killed, readers see the last commit, and the next run does the rest: in the end the table
 *       has the rows of an undisturbed run. Two programs at once do the work twice, and give one
 *       row an id all the same.
 *   <li>Failures that no longer hold are deleted, so that an id has landmarks or a failure, never
 *       both.
 * </ol>
 */
final class ExtractJob {
  /** Of a pack: what is lost with an executor. */
  static final double LONGEST_PACK_SECONDS = 180;

  /** Groups of failures that the result names. */
  private static final int MOST_REASONS = 20;

  /**
   * What to do.
   *
   * @param partitions tasks the videos are divided into, 0 = as many as are even and short
   * @param maxFailedFraction fraction of failed videos above which the job fails, 0..1
   * @param retryFailed whether videos that failed before are tried again
   * @param commitSeconds time from one commit to the next
   * @param aloneLimit time that a video may take a process of its own before it counts as hung
   * @param signature names what takes landmarks of videos; they are taken again when it changes
   */
  record Options(
      int partitions,
      double maxFailedFraction,
      boolean retryFailed,
      double commitSeconds,
      Duration aloneLimit,
      String signature) {}

  /**
   * What was done, and what there is now.
   *
   * @param videos videos in the table
   * @param unchanged of these, with landmarks from before
   * @param extracted whose landmarks were taken now
   * @param copied whose landmarks were there under another id of the same content
   * @param failed that failed now
   * @param failedBefore that failed before and were not tried again
   * @param failures how many videos fail for which reason, now and before, the commonest first
   * @param frames frames extracted now
   * @param framesPerSecond frames extracted a second, all tasks together
   * @param rightHandCoverage mean fraction of frames with the right hand, of all landmarks; the
   *     others likewise
   */
  record Result(
      long videos,
      long unchanged,
      long extracted,
      long copied,
      long failed,
      long failedBefore,
      Map<String, Long> failures,
      long frames,
      double framesPerSecond,
      double rightHandCoverage,
      double leftHandCoverage,
      double poseCoverage,
      double faceCoverage) {}

  private final Supplier<SparkSession> sessions;
  private final Warehouse warehouse;
  private final Options options;
  private final Extraction.Maker maker;
  private final CommitNote note;

  /**
   * A job.
   *
   * @param sessions starts Spark; asked only if there is something to do
   * @param maker makes what every task extracts with
   * @param note what commits say of themselves
   */
  ExtractJob(
      Supplier<SparkSession> sessions,
      Warehouse warehouse,
      Options options,
      Extraction.Maker maker,
      CommitNote note) {
    this.sessions = sessions;
    this.warehouse = warehouse;
    this.options = options;
    this.maker = maker;
    this.note = note;
  }

  /**
   * Extracts.
   *
   * @throws UserException if of all videos more fail than allowed; what succeeded is kept
   */
  Result run() throws Exception {
    Table landmarks = SerializableTable.copyOf(warehouse.openOrCreate(Tables.LANDMARKS));
    warehouse.openOrCreate(Tables.FAILURES);
    Attempts attempts = Attempts.of(landmarks, UUID.randomUUID().toString());
    Attempts.Left left = attempts.left();
    ExtractPlan plan = new ExtractPlan(warehouse, options.signature());
    LandmarkCommits commits = plan.commits(note);
    Map<String, String> copies = plan.toCopy();
    List<VideoWork> todo = plan.toExtract(options.retryFailed(), left.contents());
    Done done = new Done();
    if (!copies.isEmpty() || !todo.isEmpty()) {
      SparkSession spark = sessions.get();
      PackRuns runs =
          new PackRuns(
              spark,
              options.commitSeconds(),
              packs -> {
                commits.commit(packs);
                packs.forEach(done::add);
              });
      if (!copies.isEmpty()) {
        copy(spark, copies, landmarks, runs);
      }
      done.startClock();
      if (!todo.isEmpty()) {
        extract(spark, todo, landmarks, attempts, runs);
      }
      done.stopClock();
    }
    Set<String> settled = plan.settled(done.coverages.keySet(), done.failedIds);
    if (!settled.isEmpty()) {
      commits.deleteFailures(settled);
    }
    attempts.forget(left.paths());
    attempts.close();
    settled.addAll(done.failedIds);
    plan.addFailures(done.reasons, settled);
    return result(plan, done, copies.size());
  }

  /** What has been committed. */
  private static final class Done {
    private final Map<String, Coverage> coverages = new HashMap<>();
    private final Set<String> failedIds = new HashSet<>();
    private final FailureReasons reasons = new FailureReasons();
    private long frames;
    private long started;
    private double seconds;

    void startClock() {
      started = System.nanoTime();
    }

    void stopClock() {
      seconds = (System.nanoTime() - started) / 1e9;
    }

    double framesPerSecond() {
      return seconds > 0 ? frames / seconds : 0;
    }

    void add(ExtractedPack pack) {
      coverages.putAll(pack.coverages());
      frames += pack.frames();
      for (FailedVideo failed : pack.failures()) {
        failedIds.addAll(failed.video().ids());
        failed.video().ids().forEach(id -> reasons.add(failed.reason(), failed.video().name()));
      }
    }
  }

  private void copy(SparkSession spark, Map<String, String> copies, Table landmarks, PackRuns runs)
      throws InterruptedException {
    describe(spark, "landmarks of known contents under new ids");
    List<Row> rows = new ArrayList<>();
    copies.forEach((id, known) -> rows.add(RowFactory.create(id, known)));
    StructType schema =
        new StructType().add("new_id", DataTypes.StringType).add("id", DataTypes.StringType);
    Dataset<Row> known =
        spark
            .table(warehouse.sparkName(Tables.LANDMARKS))
            .join(broadcast(spark.createDataset(rows, Encoders.row(schema))), "id")
            .drop("id")
            .withColumnRenamed("new_id", "id")
            .select(CopyTask.columns());
    runs.run(known.queryExecution().toRdd(), new CopyTask(landmarks));
  }

  private void extract(
      SparkSession spark, List<VideoWork> todo, Table landmarks, Attempts attempts, PackRuns runs)
      throws InterruptedException {
    describe(spark, "how many tasks run at a time");
    List<List<VideoWork>> packs =
        options.partitions() > 0
            ? Packing.longestFirst(todo, VideoWork::seconds, options.partitions())
            : Packing.even(
                todo, VideoWork::seconds, TaskSlots.of(spark.sparkContext()), LONGEST_PACK_SECONDS);
    List<byte[]> tasks = packs.stream().map(videos -> TaskBytes.of(new VideoPack(videos))).toList();
    int ids = todo.stream().mapToInt(video -> video.ids().size()).sum();
    describe(
        spark,
        String.format(
            "landmarks of %,d videos: %s -> %s",
            ids, warehouse.sparkName(Tables.VIDEOS), warehouse.sparkName(Tables.LANDMARKS)));
    try (JobProgress progress = JobProgress.start(spark.sparkContext(), "extract", "videos", ids);
        ExtractionMetrics metrics = ExtractionMetrics.start(spark.sparkContext())) {
      ExtractTask task =
          new ExtractTask(
              maker,
              options.aloneLimit(),
              new SerializableConfiguration(
                  warehouse.options().configuration(spark.sparkContext().hadoopConfiguration())),
              landmarks,
              attempts,
              progress.counter(),
              metrics.counters());
      // As many partitions as elements: each is one pack, and Spark starts them in this order.
      runs.run(
          JavaSparkContext.fromSparkContext(spark.sparkContext())
              .parallelize(tasks, tasks.size())
              .rdd(),
          task);
    }
  }

  private static void describe(SparkSession spark, String work) {
    spark.sparkContext().setJobDescription("pose2gloss extract: " + work);
  }

  private Result result(ExtractPlan plan, Done done, int copied) {
    long failing = done.reasons.total();
    if (failing > options.maxFailedFraction() * plan.videos()) {
      throw new UserException(
          String.format(
              "%d of %d videos fail, more than extract.max-failed-fraction allows; the reasons are"
                  + " in %s, the commonest: %s",
              failing,
              plan.videos(),
              warehouse.sparkName(Tables.FAILURES),
              done.reasons.commonest(1).keySet().iterator().next()));
    }
    Set<String> decided = new HashSet<>(done.coverages.keySet());
    decided.addAll(done.failedIds);
    List<Coverage> coverages = new ArrayList<>(plan.coverages(decided));
    coverages.addAll(done.coverages.values());
    return new Result(
        plan.videos(),
        plan.done(),
        done.coverages.size() - copied,
        copied,
        done.failedIds.size(),
        failing - done.failedIds.size(),
        done.reasons.commonest(MOST_REASONS),
        done.frames,
        done.framesPerSecond(),
        mean(coverages, LandmarkPart.RIGHT_HAND),
        mean(coverages, LandmarkPart.LEFT_HAND),
        mean(coverages, LandmarkPart.POSE),
        mean(coverages, LandmarkPart.FACE));
  }

  private static double mean(List<Coverage> coverages, LandmarkPart part) {
    return coverages.stream().mapToDouble(one -> one.of(part)).average().orElse(0);
  }
}
