package org.pose2gloss.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pose2gloss.command.UserException;
import org.pose2gloss.tables.CatalogOptions;
import org.pose2gloss.tables.CommitNote;
import org.pose2gloss.tables.FloatList;
import org.pose2gloss.tables.TableReader;
import org.pose2gloss.tables.TableWriter;
import org.pose2gloss.tables.Tables;
import org.pose2gloss.tables.Upsert;
import org.pose2gloss.tables.Warehouse;

/** What is extracted, what is not extracted again, and what is put aside, on real tables. */
class ExtractJobTest {
  @TempDir private static Path warehouseFolder;
  private static SparkSession spark;

  @TempDir private Path folder;
  private Warehouse warehouse;
  private Path log;
  private Extraction.Maker maker;

  /** A row of table videos. */
  private record Video(String id, String file, String sha256, int start, int end, String gloss) {
    Video(String id, String file) {
      this(id, file, "sha-of-" + file, 1, -1, "HELLO");
    }
  }

  @BeforeAll
  static void startSpark() {
    SparkConf conf =
        new SparkConf()
            .setMaster("local[2]")
            .setAppName("extract test")
            .set("spark.ui.enabled", "false")
            .set("spark.sql.shuffle.partitions", "2")
            .set("spark.driver.host", "127.0.0.1")
            .set("spark.driver.bindAddress", "127.0.0.1")
            .set("spark.sql.session.timeZone", "UTC");
    catalog("any").sparkConfiguration(new Configuration()).forEach(conf::set);
    spark = SparkSession.builder().config(conf).getOrCreate();
  }

  @AfterAll
  static void stopSpark() {
    spark.stop();
  }

  /** A namespace a test: the session knows one catalog. */
  private static CatalogOptions catalog(String namespace) {
    return new CatalogOptions(
        "pose2gloss", "hadoop", warehouseFolder.toString(), namespace, java.util.Map.of());
  }

  @BeforeEach
  void open() {
    warehouse = Warehouse.open(catalog("n" + folder.getFileName()), new Configuration());
    log = folder.resolve("log.txt");
    maker = ScriptedExtraction.logging(log);
  }

  @AfterEach
  void close() {
    warehouse.close();
  }

  private void file(String name, String content) throws IOException {
    Files.writeString(folder.resolve(name), content);
  }

  private void videos(Video... videos) {
    Table table = warehouse.openOrCreate(Tables.VIDEOS);
    table.refresh();
    OptionalLong basis =
        table.currentSnapshot() == null
            ? OptionalLong.empty()
            : OptionalLong.of(table.currentSnapshot().snapshotId());
    try (TableWriter writer = TableWriter.open(table)) {
      for (Video video : videos) {
        Record row = writer.newRow();
        row.setField("id", video.id());
        row.setField("gloss", video.gloss());
        row.setField("uri", "file:" + folder.resolve(video.file()));
        row.setField("media", "video");
        row.setField("sha256", video.sha256());
        row.setField("frame_start", video.start());
        row.setField("frame_end", video.end());
        writer.write(row);
      }
      new Upsert(writer.complete(), "id", Stream.of(videos).map(Video::id).toList(), basis)
          .commit(table, CommitNote.of("test"));
    }
  }

  private ExtractJob.Options options(String signature) {
    return new ExtractJob.Options(0, 1, false, 0.2, Duration.ofSeconds(5), signature);
  }

  private ExtractJob job(ExtractJob.Options options) {
    return new ExtractJob(() -> spark, warehouse, options, maker, CommitNote.of("extract"));
  }

  private ExtractJob.Result extract() throws Exception {
    return job(options("graph-1")).run();
  }

  /** Files that were opened since the last question, in any order. */
  private List<String> opened() throws IOException {
    if (!Files.exists(log)) {
      return List.of();
    }
    List<String> lines = Files.readAllLines(log).stream().sorted().toList();
    Files.delete(log);
    return lines;
  }

  private List<String> rows(Tables table, String... columns) {
    try (Stream<String> rows =
        TableReader.of(warehouse.existing(table))
            .rows(
                row ->
                    String.join(
                        " ",
                        Stream.of(columns)
                            .map(column -> String.valueOf(row.getField(column)))
                            .toList()))
            .stream()) {
      return rows.sorted().toList();
    }
  }

  private List<String> landmarks() {
    return rows(Tables.LANDMARKS, "id", "frames");
  }

  @Test
  void landmarksComeOutAsTheyWentIn() throws Exception {
    file("a.mp4", "frames 3 7");
    videos(new Video("a", "a.mp4"));
    ExtractJob.Result result = extract();
    assertThat(result.extracted()).isEqualTo(1);
    assertThat(result.frames()).isEqualTo(3);
    assertThat(result.leftHandCoverage())
        .isCloseTo(1 / 3.0, org.assertj.core.api.Assertions.within(1e-6));
    var expected = ScriptedExtraction.sequence(3, 7);
    try (var rows = TableReader.of(warehouse.existing(Tables.LANDMARKS)).rows()) {
      Record row = rows.iterator().next();
      for (var part : org.pose2gloss.features.LandmarkPart.values()) {
        assertThat(FloatList.toArray(row.getField(part.columnName())))
            .isEqualTo(expected.part(part));
      }
    }
    var row =
        spark.table(warehouse.sparkName(Tables.LANDMARKS)).select(LandmarkRows.sequenceColumns());
    assertThat(LandmarkRows.sequence(row.first())).isEqualTo(expected);
    assertThat(LandmarkRows.sequence(row.queryExecution().executedPlan().executeCollect()[0], 0))
        .isEqualTo(expected);
  }

  @Test
  void aSecondRunOpensNothing() throws Exception {
    file("a.mp4", "frames 3");
    file("b.mp4", "broken");
    videos(new Video("a", "a.mp4"), new Video("b", "b.mp4"));
    extract();
    assertThat(opened()).hasSize(2);
    ExtractJob.Result second = extract();
    assertThat(opened()).isEmpty();
    assertThat(second.unchanged()).isEqualTo(1);
    assertThat(second.extracted()).isZero();
    assertThat(second.failed()).isZero();
    assertThat(second.failedBefore()).isEqualTo(1);
    assertThat(second.failures()).containsOnlyKeys("The video is broken.");
  }

  @Test
  void onlyWhatIsNewOrChangedIsExtracted() throws Exception {
    file("a.mp4", "frames 3");
    file("b.mp4", "frames 4");
    file("c.mp4", "frames 5");
    videos(new Video("a", "a.mp4"), new Video("b", "b.mp4"), new Video("c", "c.mp4"));
    extract();
    opened();
    file("b.mp4", "frames 6");
    file("d.mp4", "frames 7");
    videos(
        new Video("b", "b.mp4", "other bytes", 1, -1, "HELLO"),
        new Video("c", "c.mp4", "sha-of-c.mp4", 11, 40, "HELLO"),
        new Video("d", "d.mp4"));
    ExtractJob.Result result = extract();
    assertThat(opened()).containsExactly("b.mp4 1", "c.mp4 11", "d.mp4 1");
    assertThat(result.unchanged()).isEqualTo(1);
    assertThat(result.extracted()).isEqualTo(3);
    assertThat(landmarks()).containsExactly("a 3", "b 6", "c 5", "d 7");
  }

  @Test
  void anotherGlossOrSplitOpensNoVideo() throws Exception {
    file("a.mp4", "frames 3");
    videos(new Video("a", "a.mp4"));
    extract();
    opened();
    videos(new Video("a", "a.mp4", "sha-of-a.mp4", 1, -1, "GOODBYE"));
    assertThat(extract().unchanged()).isEqualTo(1);
    assertThat(opened()).isEmpty();
  }

  @Test
  void anotherExtractorTakesAllAgainAndLeavesNoFileOfTheOlder() throws Exception {
    file("a.mp4", "frames 3");
    file("b.mp4", "frames 4");
    videos(new Video("a", "a.mp4"), new Video("b", "b.mp4"));
    extract();
    assertThat(job(options("graph-2")).run().extracted()).isEqualTo(2);
    assertThat(rows(Tables.LANDMARKS, "id", "graph")).containsExactly("a graph-2", "b graph-2");
    Table table = warehouse.existing(Tables.LANDMARKS);
    assertThat(table.currentSnapshot().summary()).containsEntry("total-records", "2");
  }

  @Test
  void idsOfOneContentAreExtractedOnceAndOneThatComesLaterIsCopied() throws Exception {
    file("a.mp4", "frames 3 9");
    Video first = new Video("a", "a.mp4");
    videos(first, new Video("b", "a.mp4"));
    ExtractJob.Result result = extract();
    assertThat(opened()).containsExactly("a.mp4 1");
    assertThat(result.extracted()).isEqualTo(2);
    assertThat(result.frames()).isEqualTo(3);
    videos(new Video("c", "a.mp4"), new Video("d", "a.mp4", "sha-of-a.mp4", 5, -1, "HELLO"));
    ExtractJob.Result later = extract();
    assertThat(opened()).containsExactly("a.mp4 5");
    assertThat(later.copied()).isEqualTo(1);
    assertThat(later.extracted()).isEqualTo(1);
    assertThat(landmarks()).containsExactly("a 3", "b 3", "c 3", "d 3");
    assertThat(rows(Tables.LANDMARKS, "pose").stream().distinct()).hasSize(1);
  }

  @Test
  void failuresAreTriedAgainWhenAskedToOrWhenTheStorageWasAtFault() throws Exception {
    file("a.mp4", "broken");
    file("b.mp4", "storage");
    file("c.mp4", "error");
    videos(new Video("a", "a.mp4"), new Video("b", "b.mp4"), new Video("c", "c.mp4"));
    ExtractJob.Result first = extract();
    assertThat(first.failed()).isEqualTo(3);
    assertThat(rows(Tables.FAILURES, "id", "kind"))
        .containsExactly("a video", "b storage", "c error");
    opened();
    file("b.mp4", "frames 2");
    extract();
    assertThat(opened()).containsExactly("b.mp4 1");
    assertThat(rows(Tables.FAILURES, "id")).containsExactly("a", "c");
    assertThat(landmarks()).containsExactly("b 2");
    file("a.mp4", "frames 5");
    ExtractJob.Options retry =
        new ExtractJob.Options(0, 1, true, 60, Duration.ofSeconds(5), "graph-1");
    ExtractJob.Result retried = job(retry).run();
    assertThat(opened()).containsExactly("a.mp4 1", "c.mp4 1");
    assertThat(retried.extracted()).isEqualTo(1);
    assertThat(retried.failed()).isEqualTo(1);
    assertThat(rows(Tables.FAILURES, "id")).containsExactly("c");
  }

  @Test
  void contentThatFailsTakesTheLandmarksOfTheOlderContentAway() throws Exception {
    file("a.mp4", "frames 3");
    file("b.mp4", "frames 3");
    videos(new Video("a", "a.mp4"), new Video("b", "b.mp4"));
    extract();
    file("a.mp4", "broken");
    videos(new Video("a", "a.mp4", "other bytes", 1, -1, "HELLO"));
    extract();
    assertThat(landmarks()).containsExactly("b 3");
    assertThat(rows(Tables.FAILURES, "id", "source_sha256")).containsExactly("a other bytes");
    file("a.mp4", "frames 4");
    videos(new Video("a", "a.mp4", "third bytes", 1, -1, "HELLO"));
    extract();
    assertThat(landmarks()).containsExactly("a 4", "b 3");
    assertThat(rows(Tables.FAILURES, "id")).isEmpty();
  }

  @Test
  void tooManyFailuresFailTheJobEveryTimeAndKeepWhatSucceeded() throws Exception {
    file("a.mp4", "frames 3");
    file("b.mp4", "broken");
    videos(new Video("a", "a.mp4"), new Video("b", "b.mp4"));
    ExtractJob.Options strict =
        new ExtractJob.Options(0, 0.4, false, 60, Duration.ofSeconds(5), "graph-1");
    for (int run = 0; run < 2; run++) {
      assertThatExceptionOfType(UserException.class)
          .isThrownBy(() -> job(strict).run())
          .withMessageContaining("1 of 2 videos fail")
          .withMessageContaining("The video is broken.");
    }
    assertThat(landmarks()).containsExactly("a 3");
  }

  @Test
  void aVideoThatKilledItsProcessBeforeIsTriedAloneAndPutAside() throws Exception {
    file("a.mp4", "crash");
    file("b.mp4", "frames 2");
    file("c.mp4", "frames 3");
    videos(new Video("a", "a.mp4"), new Video("b", "b.mp4"), new Video("c", "c.mp4"));
    // A program died over a, and beside it was at b.
    Attempts dead = Attempts.of(warehouse.openOrCreate(Tables.LANDMARKS), "dead");
    dead.note(0, 1).at(VideoWork.content("sha-of-a.mp4", 1, -1));
    dead.note(1, 2).at(VideoWork.content("sha-of-b.mp4", 1, -1));
    ExtractJob.Result result = extract();
    assertThat(opened()).containsExactly("a.mp4 1", "a.mp4 1", "b.mp4 1", "c.mp4 1");
    assertThat(landmarks()).containsExactly("b 2", "c 3");
    assertThat(rows(Tables.FAILURES, "id", "kind")).containsExactly("a crash");
    assertThat(rows(Tables.FAILURES, "reason").get(0))
        .contains("a.mp4 crashed the decoder or a model twice when it was tried alone")
        .contains("signal 6");
    assertThat(result.failures()).hasSize(1);
    assertThat(dead.left().paths()).isEmpty();
    assertThat(extract().failedBefore()).isEqualTo(1);
    assertThat(opened()).isEmpty();
  }

  @Test
  void aSuspectThatHangsIsEnded() throws Exception {
    file("a.mp4", "hang");
    videos(new Video("a", "a.mp4"));
    Attempts.of(warehouse.openOrCreate(Tables.LANDMARKS), "dead")
        .note(0, 1)
        .at(VideoWork.content("sha-of-a.mp4", 1, -1));
    ExtractJob.Options options =
        new ExtractJob.Options(0, 1, false, 60, Duration.ofSeconds(2), "graph-1");
    assertThat(job(options).run().failed()).isEqualTo(1);
    assertThat(rows(Tables.FAILURES, "reason").get(0))
        .contains("hung in the decoder or a model for 2 s");
  }

  @Test
  void twoRunsAtOnceGiveOneRowAnId() throws Exception {
    Video[] all = new Video[40];
    for (int i = 0; i < all.length; i++) {
      file(i + ".mp4", i % 10 == 3 ? "broken" : "frames " + (i + 1));
      all[i] = new Video("v" + i, i + ".mp4");
    }
    videos(all);
    ExtractJob.Options options =
        new ExtractJob.Options(10, 1, false, 0.1, Duration.ofSeconds(5), "graph-1");
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      List<Future<ExtractJob.Result>> runs =
          List.of(
              threads.submit(() -> job(options).run()), threads.submit(() -> job(options).run()));
      for (Future<ExtractJob.Result> run : runs) {
        run.get();
      }
    } finally {
      threads.shutdown();
    }
    assertThat(rows(Tables.LANDMARKS, "id")).hasSize(36).doesNotHaveDuplicates();
    assertThat(rows(Tables.FAILURES, "id")).hasSize(4).doesNotHaveDuplicates();
    extract();
    assertThat(rows(Tables.LANDMARKS, "id")).hasSize(36).doesNotHaveDuplicates();
  }
}
