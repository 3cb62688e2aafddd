package org.pose2gloss.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expressions;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pose2gloss.command.UserException;
import org.pose2gloss.features.AugmentationKind;
import org.pose2gloss.features.Augmenter;
import org.pose2gloss.features.LandmarkPart;
import org.pose2gloss.features.PointSelection;
import org.pose2gloss.features.SelectedPoints;
import org.pose2gloss.jobs.SplitOptions.SplitBy;
import org.pose2gloss.tables.CatalogOptions;
import org.pose2gloss.tables.CommitNote;
import org.pose2gloss.tables.FloatList;
import org.pose2gloss.tables.Rows;
import org.pose2gloss.tables.SnapshotInfo;
import org.pose2gloss.tables.TableReader;
import org.pose2gloss.tables.TableVersions;
import org.pose2gloss.tables.TableWriter;
import org.pose2gloss.tables.Tables;
import org.pose2gloss.tables.Warehouse;

/** Split, augment and transform on real tables, each of their jobs alone. */
class PreparationTest {
  private static final String HANDS = "left_hand,right_hand,face:4";
  private static final int POINTS = 43;
  private static final int VIDEOS = 30;
  private static final int LONGEST = 12;

  @TempDir static Path folder;
  private static Warehouse warehouse;
  private static SparkSession spark;
  private static Preparations preparations;

  @BeforeAll
  static void start() {
    warehouse = open("one");
    SparkConf conf =
        new SparkConf()
            .setMaster("local[2]")
            .setAppName("preparation")
            .set("spark.ui.enabled", "false")
            .set("spark.driver.host", "127.0.0.1")
            .set("spark.driver.bindAddress", "127.0.0.1")
            .set("spark.sql.shuffle.partitions", "2");
    warehouse.options().sparkConfiguration(new Configuration()).forEach(conf::set);
    spark = SparkSession.builder().config(conf).getOrCreate();
    preparations = preparations(warehouse);
    videos(warehouse, 1);
  }

  private static Warehouse open(String namespace) {
    return Warehouse.open(
        new CatalogOptions(
            "prepare", "hadoop", folder.resolve("warehouse").toString(), namespace, Map.of()),
        new Configuration());
  }

  private static Preparations preparations(Warehouse warehouse) {
    return new Preparations(spark, warehouse, CommitNote.of("prepare").withRunId("run-1"));
  }

  @AfterAll
  static void stop() {
    spark.close();
    warehouse.close();
  }

  /** Rows of both tables in so many files, in another order the more there are. */
  private static void videos(Warehouse warehouse, int files) {
    for (int file = 0; file < files; file++) {
      try (TableWriter videos = TableWriter.open(warehouse.openOrCreate(Tables.VIDEOS));
          TableWriter landmarks = TableWriter.open(warehouse.openOrCreate(Tables.LANDMARKS))) {
        for (int i = file; i < VIDEOS; i += files) {
          videos.write(video(videos, i));
          landmarks.write(landmarks(landmarks, i));
        }
        videos.append(CommitNote.of("test"));
        landmarks.append(CommitNote.of("test"));
      }
    }
  }

  private static Record video(TableWriter writer, int i) {
    Record row = writer.newRow();
    row.setField("id", "v" + i);
    row.setField("gloss", "G" + i % 3);
    row.setField("split", i % 5 == 0 ? "test" : i % 5 == 1 ? "validation" : "train");
    row.setField("uri", "file:/none");
    row.setField("media", "pose");
    row.setField("sha256", "sha" + i);
    return row;
  }

  private static Record landmarks(TableWriter writer, int i) {
    int frames = frames(i);
    Random random = new Random(i);
    Record row = writer.newRow();
    row.setField("id", "v" + i);
    row.setField("source_sha256", "sha" + i);
    row.setField("frame_start", 1);
    row.setField("frame_end", -1);
    row.setField("frames", frames);
    row.setField("frames_per_second", 25f);
    row.setField("image_width", 100);
    row.setField("image_height", 100);
    for (LandmarkPart part : LandmarkPart.values()) {
      float[] numbers = new float[frames * part.floatsPerFrame()];
      for (int at = 0; at < numbers.length; at++) {
        numbers[at] = 0.25f + random.nextFloat() / 2;
      }
      if (part == LandmarkPart.LEFT_HAND) {
        Arrays.fill(numbers, 0, part.floatsPerFrame(), Float.NaN);
      }
      row.setField(part.columnName(), FloatList.of(numbers));
    }
    return row;
  }

  private static int frames(int i) {
    return 1 + i % LONGEST;
  }

  private static SplitOptions split(String preparation) {
    return new SplitOptions(
        preparation, List.of(), 0, 0, 1, SplitBy.OFFICIAL, List.of(), List.of(), 0, 0, 1);
  }

  private static AugmentJob.Options augment(String preparation) {
    return new AugmentJob.Options(preparation, HANDS, 2, EnumSet.allOf(AugmentationKind.class), 7);
  }

  private static SnapshotInfo newest() {
    return TableVersions.find(warehouse.existing(Tables.LANDMARKS), "");
  }

  private static void prepare(String preparation, TransformJob.Options transform) {
    prepare(preparations, newest(), preparation, transform);
  }

  private static void prepare(
      Preparations preparations,
      SnapshotInfo landmarks,
      String preparation,
      TransformJob.Options transform) {
    new SplitJob(spark, preparations, split(preparation)).run(landmarks);
    new AugmentJob(spark, preparations, augment(preparation)).run(landmarks);
    new TransformJob(spark, preparations, transform).run();
  }

  /** Rows in the order of the table, in words that hold every number's bits. */
  private static List<String> rows(Warehouse warehouse, String preparation) {
    List<String> rows = new ArrayList<>();
    for (Record row : records(warehouse, preparation)) {
      float[] xyz = FloatList.toArray(row.getField("xyz"));
      int[] bits = new int[xyz.length];
      for (int i = 0; i < bits.length; i++) {
        bits[i] = Float.floatToRawIntBits(xyz[i]);
      }
      row.setField("xyz", null);
      rows.add(row + " " + Arrays.hashCode(bits) + " " + xyz.length);
    }
    return rows;
  }

  private static List<Record> records(Warehouse warehouse, String preparation) {
    try (Rows<Record> rows =
        TableReader.of(warehouse.existing(Tables.EXAMPLES))
            .where(Expressions.equal("preparation", preparation))
            .rows()) {
      return rows.stream().map(Record::copy).toList();
    }
  }

  @Test
  void copiesAreThoseOfTheAugmenterAndOnlyTrainingSamplesHaveThem() {
    prepare("plain", new TransformJob.Options("plain", 195, false, -100));

    PointSelection selection = PointSelection.of(HANDS);
    Augmenter augmenter = new Augmenter(selection);
    int training = 0;
    for (Record row : records(warehouse, "plain")) {
      int video = Integer.parseInt(row.getField("id").toString().substring(1));
      SelectedPoints original = picked(video, selection);
      int copy = (Integer) row.getField("copy");
      SelectedPoints expected =
          copy == 0
              ? original
              : augmenter.copy(original, copy - 1, Augmenter.seedFor(7, "v" + video));
      float[] xyz = FloatList.toArray(row.getField("xyz"));
      assertThat(SelectedPoints.of((Integer) row.getField("frames"), POINTS, xyz))
          .as("%s", row.getField("id"))
          .isEqualTo(expected);
      assertThat(row.getField("points")).isEqualTo(POINTS);
      assertThat(row.getField("landmarks")).isEqualTo(HANDS);
      assertThat(row.getField("gloss")).isEqualTo("G" + video % 3);
      assertThat(row.getField("label")).isEqualTo(video % 3);
      assertThat(copy == 0 || row.getField("split").equals("train")).isTrue();
      training += row.getField("split").equals("train") ? 1 : 0;
    }
    assertThat(training).isEqualTo(3 * VIDEOS * 3 / 5);
    assertThat(warehouse.currentSnapshot(Tables.EXAMPLES).orElseThrow().summary())
        .containsEntry("pose2gloss.job", "prepare")
        .containsEntry("pose2gloss.run-id", "run-1");
  }

  private static SelectedPoints picked(int video, PointSelection selection) {
    try (TableWriter writer = TableWriter.open(warehouse.existing(Tables.LANDMARKS))) {
      Record row = landmarks(writer, video);
      Map<LandmarkPart, float[]> parts = new EnumMap<>(LandmarkPart.class);
      for (LandmarkPart part : LandmarkPart.values()) {
        parts.put(part, FloatList.toArray(row.getField(part.columnName())));
      }
      return selection.pick(frames(video), parts);
    }
  }

  @Test
  void longSequencesAreCutAndShortOnesPaddedWhereAsked() {
    prepare("padded", new TransformJob.Options("padded", 5, true, -100));
    prepare("cut", new TransformJob.Options("cut", 5, false, -100));

    TreeMap<String, float[]> cut = new TreeMap<>();
    for (Record row : records(warehouse, "cut")) {
      int frames = (Integer) row.getField("frames");
      float[] xyz = FloatList.toArray(row.getField("xyz"));
      assertThat(frames).isBetween(1, 5);
      assertThat(xyz).hasSize(frames * POINTS * 3);
      cut.put(row.getField("id") + "#" + row.getField("copy"), xyz);
    }
    for (Record row : records(warehouse, "padded")) {
      int real = (Integer) row.getField("frames") * POINTS * 3;
      float[] xyz = FloatList.toArray(row.getField("xyz"));
      assertThat(xyz).hasSize(5 * POINTS * 3);
      assertThat(Arrays.copyOf(xyz, real))
          .containsExactly(cut.get(row.getField("id") + "#" + row.getField("copy")));
      if (xyz.length > real) {
        assertThat(Arrays.copyOfRange(xyz, real, xyz.length)).containsOnly(-100);
      }
    }
  }

  @Test
  void theSameRowsInTheSameOrderComeFromOneTaskAndFromMany() {
    TransformJob.Options options = new TransformJob.Options("bits", 195, false, -100);
    prepare("bits", options);
    try (Warehouse many = open("many")) {
      videos(many, 8);
      Table landmarks = many.existing(Tables.LANDMARKS);
      landmarks.updateProperties().set("read.split.target-size", "1").commit();
      assertThat(preparations(many).table(Tables.LANDMARKS).toJavaRDD().getNumPartitions())
          .isGreaterThanOrEqualTo(8);
      prepare(preparations(many), TableVersions.find(landmarks, ""), "bits", options);

      assertThat(rows(many, "bits"))
          .hasSize(VIDEOS + 2 * VIDEOS * 3 / 5)
          .isEqualTo(rows(warehouse, "bits"));
    }
  }

  @Test
  void aVersionThatIsNamedIsReadThoughNewerOnesHaveMore() {
    try (Warehouse grown = open("grown")) {
      videos(grown, 1);
      Table landmarks = grown.existing(Tables.LANDMARKS);
      landmarks.manageSnapshots().createTag("stable", newestOf(landmarks).snapshotId()).commit();
      landmarks.newDelete().deleteFromRowFilter(Expressions.alwaysTrue()).commit();
      SnapshotInfo stable = TableVersions.find(landmarks, "stable");

      SplitJob.Result split = new SplitJob(spark, preparations(grown), split("s")).run(stable);

      assertThat(split.train()).isEqualTo(VIDEOS * 3 / 5);
      assertThatThrownBy(
              () ->
                  new AugmentJob(spark, preparations(grown), augment("s")).run(newestOf(landmarks)))
          .isInstanceOf(UserException.class)
          .hasMessageContaining("has no landmarks in this version of the table");
    }
  }

  private static SnapshotInfo newestOf(Table table) {
    return TableVersions.find(table, "");
  }

  @Test
  void landmarksOfAnotherShapeAreNamedAndNothingIsWritten() {
    try (Warehouse broken = open("broken")) {
      videos(broken, 1);
      try (TableWriter writer = TableWriter.open(broken.existing(Tables.LANDMARKS));
          TableWriter videos = TableWriter.open(broken.existing(Tables.VIDEOS))) {
        videos.write(video(videos, 100));
        videos.append(CommitNote.of("test"));
        Record row = landmarks(writer, 100);
        row.setField("left_hand", FloatList.of(new float[64]));
        writer.write(row);
        writer.append(CommitNote.of("test"));
      }
      SnapshotInfo newest = newestOf(broken.existing(Tables.LANDMARKS));
      new SplitJob(spark, preparations(broken), split("b")).run(newest);

      assertThatThrownBy(
              () -> new AugmentJob(spark, preparations(broken), augment("b")).run(newest))
          .isInstanceOf(UserException.class)
          .hasMessage(
              "The landmarks of the sample 'v100' cannot be used: left_hand of 5 frames is 315"
                  + " numbers, not 64; extract it again, or take it out of the table landmarks.");
      assertThat(broken.currentSnapshot(Tables.AUGMENTED)).isEmpty();
    }
  }

  @Test
  void transformRefusesSamplesThatWereChosenAfterAugment() {
    prepare("later", new TransformJob.Options("later", 195, false, -100));
    try (Warehouse other = open("later")) {
      videos(other, 1);
      SnapshotInfo newest = newestOf(other.existing(Tables.LANDMARKS));
      SplitOptions few =
          new SplitOptions(
              "p", List.of("G1"), 0, 0, 1, SplitBy.OFFICIAL, List.of(), List.of(), 0, 0, 1);
      new SplitJob(spark, preparations(other), few).run(newest);
      new AugmentJob(spark, preparations(other), augment("p")).run(newest);
      new SplitJob(spark, preparations(other), split("p")).run(newest);

      assertThatThrownBy(
              () ->
                  new TransformJob(
                          spark,
                          preparations(other),
                          new TransformJob.Options("p", 195, false, -100))
                      .run())
          .isInstanceOf(UserException.class)
          .hasMessageContaining("has not been through augment; run 'pose2gloss augment' after");
    }
  }

  @Test
  void copiesOfASampleThatLeftTrainingAreNotTrainedOn() {
    try (Warehouse moved = open("moved")) {
      videos(moved, 1);
      SnapshotInfo newest = newestOf(moved.existing(Tables.LANDMARKS));
      TransformJob.Options options = new TransformJob.Options("p", 195, false, -100);
      prepare(preparations(moved), newest, "p", options);
      SplitOptions bySigner =
          new SplitOptions(
              "p", List.of(), 0, 0, 1, SplitBy.STRATIFIED, List.of(), List.of(), 0.2, 0.2, 1);
      new SplitJob(spark, preparations(moved), bySigner).run(newest);
      new TransformJob(spark, preparations(moved), options).run();

      List<Record> examples = records(moved, "p");
      Set<Object> trained = new HashSet<>();
      Set<Object> judged = new HashSet<>();
      examples.forEach(
          row ->
              (row.getField("split").equals("train") ? trained : judged).add(row.getField("id")));
      assertThat(trained).doesNotContainAnyElementsOf(judged);
      assertThat(trained.size() + judged.size()).isEqualTo(VIDEOS);
      assertThat(examples)
          .filteredOn(row -> !row.getField("split").equals("train"))
          .allMatch(row -> row.getField("copy").equals(0));
    }
  }

  @Test
  void ofTwoWritersAtOnceBothCommitOrOneIsToldToRepeat() throws Exception {
    try (Warehouse both = open("both")) {
      videos(both, 1);
      SnapshotInfo newest = newestOf(both.existing(Tables.LANDMARKS));
      ExecutorService threads = Executors.newFixedThreadPool(3);
      List<Future<Object>> writers = new ArrayList<>();
      try {
        for (String preparation : List.of("a", "b", "b")) {
          writers.add(
              threads.submit(
                  () -> new SplitJob(spark, preparations(both), split(preparation)).run(newest)));
        }
        for (Future<Object> writer : writers) {
          try {
            writer.get();
          } catch (ExecutionException e) {
            assertThat(e.getCause())
                .isInstanceOf(UserException.class)
                .hasMessageContaining("was changed by someone else meanwhile; nothing was written");
          }
        }
      } finally {
        threads.shutdownNow();
      }
      for (String preparation : List.of("a", "b")) {
        assertThat(preparations(both).of(Tables.SAMPLES, preparation).count()).isEqualTo(VIDEOS);
      }
    }
  }
}
