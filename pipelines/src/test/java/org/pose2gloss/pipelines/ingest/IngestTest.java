package org.pose2gloss.pipelines.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pose2gloss.pipelines.beam.Runner;
import org.pose2gloss.pipelines.ingest.IngestResult.SourceCounts;
import org.pose2gloss.pipelines.ingest.source.IngestException;
import org.pose2gloss.pipelines.ingest.source.LabelledVideos;
import org.pose2gloss.pipelines.ingest.source.Labels;
import org.pose2gloss.pipelines.ingest.source.MediaProbes;
import org.pose2gloss.pipelines.ingest.source.Places;
import org.pose2gloss.pipelines.ingest.source.PoseLexicon;
import org.pose2gloss.pipelines.ingest.source.Source;
import org.pose2gloss.pipelines.ingest.source.UnlabelledVideos;
import org.pose2gloss.storage.ArchiveLimits;
import org.pose2gloss.tables.CatalogOptions;
import org.pose2gloss.tables.Rows;
import org.pose2gloss.tables.SnapshotInfo;
import org.pose2gloss.tables.TableReader;
import org.pose2gloss.tables.Tables;
import org.pose2gloss.tables.Warehouse;

class IngestTest {
  @TempDir private Path folder;

  @BeforeEach
  void makeSources() throws IOException {
    write("clips/01.mp4", "the first video");
    write("clips/02.mp4", "the second video");
    write("clips/03.mp4", "the first video");
    write("clips/04.mp4", "broken");
    write("clips/05.mp4", "");
    write(
        "labels.csv",
        """
        file,video_id,gloss,split,signer
        03.mp4,03,type,val,
        01.mp4,01,keyboard,train,7
        02.mp4,02,book,train,8
        04.mp4,04,book,test,8
        05.mp4,05,book,test,8
        06.mp4,06,book,test,8
        """);
    write("poses/ase/x.pose", "twenty-five characters...");
    write("poses/gss/y.pose", "other");
    write(
        "poses/index.csv",
        """
        path,spoken_language,signed_language,start,end,words,glosses,priority
        ase/x.pose,en,ase,0,1000,a,a,0
        ase/x.pose,fr,fsl,0,1000,a,a,0
        gss/y.pose,el,gss,0,200,ll,ll,0
        """);
    write("wild/sub/one.webm", "a wild video");
    write("wild/02.mp4", "another video with a known id");
  }

  @ParameterizedTest
  @ValueSource(strings = {"direct", "spark"})
  void everyInputHasOneOutcomeAndOnlyUsableOnesBecomeRowsOnce(String runner) throws IOException {
    IngestResult result = ingest("warehouse", runner);

    // listed, added, updated, unchanged, duplicate, rejected, missing, skipped
    assertThat(result.sources())
        .containsExactly(
            new SourceCounts("clips", 6, 2, 0, 0, 1, 2, 1, 0),
            new SourceCounts("letters", 3, 1, 0, 0, 1, 0, 0, 1),
            new SourceCounts("wild", 2, 1, 0, 0, 1, 0, 0, 0));
    assertThat(result.total()).isEqualTo(new SourceCounts("all", 11, 4, 0, 0, 3, 2, 1, 1));
    // Two runners that make these same rows have made the same tables, in all but the time.
    assertThat(rows("warehouse", Tables.VIDEOS))
        .containsExactlyInAnyOrder(
            video("01", "keyboard", "train", "7", "clips", "clips/01.mp4", "video", "ase"),
            video("02", "book", "train", "8", "clips", "clips/02.mp4", "video", "ase"),
            video("ase/x", "A", null, null, "letters", "poses/ase/x.pose", "pose", "ase"),
            video("sub/one", null, null, null, "wild", "wild/sub/one.webm", "video", null));
    assertThat(rows("warehouse", Tables.REJECTED))
        .containsExactlyInAnyOrder(
            rejection(
                "03",
                "clips/03.mp4",
                "clips",
                "The file is identical to that of the id '01', which is kept."),
            rejection(
                "04", "clips/04.mp4", "clips", "The file cannot be read: The file holds no video."),
            rejection("05", "clips/05.mp4", "clips", "The file is empty."),
            rejection("06", "clips", "clips", "There is no '06.mp4' in " + uri("clips") + "."),
            rejection(
                "fsl/x",
                "poses/ase/x.pose",
                "letters",
                "The file is identical to that of the id 'ase/x', which is kept."),
            rejection(
                "02",
                "wild/02.mp4",
                "wild",
                "The id '02' is already that of "
                    + uri("clips/02.mp4")
                    + " from the source 'clips'."));
    try (Warehouse warehouse = open("warehouse")) {
      SnapshotInfo videos = warehouse.currentSnapshot(Tables.VIDEOS).orElseThrow();
      assertThat(videos.snapshotId()).isEqualTo(result.videosSnapshot());
      assertThat(videos.summary())
          .containsEntry("pose2gloss.job", "ingest")
          .containsEntry("pose2gloss.run-id", "run-1")
          .containsEntry("pose2gloss.ingest.added", "4");
      // All rows appear in one version of the table.
      assertThat(videos.rows()).isEqualTo(videos.addedRows()).isEqualTo(4);
    }

    IngestResult again = ingest("warehouse", runner);

    assertThat(again.total()).isEqualTo(new SourceCounts("all", 11, 0, 0, 4, 3, 2, 1, 1));
    assertThat(again.videosSnapshot()).isEqualTo(result.videosSnapshot());
    assertThat(again.rejectedSnapshot()).isEqualTo(result.rejectedSnapshot());
  }

  @Test
  void changedFileAndChangedLabelTakeThePlaceOfTheirRows() throws IOException {
    ingest("warehouse", "direct");
    write("clips/01.mp4", "the first video, cut anew");
    write("clips/04.mp4", "mended by now");
    Path labels = folder.resolve("labels.csv");
    Files.writeString(
        labels, Files.readString(labels).replace("02.mp4,02,book", "02.mp4,02,library"));

    IngestResult result = ingest("warehouse", "direct");

    // 03 had the content that 01 has no more: it is no duplicate now.
    assertThat(result.sources().get(0))
        .isEqualTo(new SourceCounts("clips", 6, 2, 2, 0, 0, 1, 1, 0));
    assertThat(column("warehouse", Tables.VIDEOS, "id", "gloss"))
        .containsExactlyInAnyOrder(
            "01: keyboard", "02: library", "03: type", "04: book", "ase/x: A", "sub/one: null");
  }

  @Test
  void unusableSourceStopsTheRunBeforeAnyRowIsWritten() {
    List<Source> sources = List.of(new UnlabelledVideos("none", Places.of(folder + "/none"), null));

    assertThatExceptionOfType(IngestException.class)
        .isThrownBy(() -> Ingest.run(options(sources, FakeProbe.probes()), Runner.direct(2)))
        .withMessageContaining("/none of the source 'none' does not exist");
  }

  @Test
  void failureOfAWorkerIsOneSentenceAndLeavesTheTablesAlone() {
    List<Source> sources = List.of(new UnlabelledVideos("wild", Places.of(folder + "/wild"), null));
    MediaProbes defective =
        new MediaProbes(
            (name, bytes) -> {
              throw new IllegalStateException("the probe is defective");
            },
            (name, bytes) -> null);

    assertThatExceptionOfType(IngestException.class)
        .isThrownBy(() -> Ingest.run(options(sources, defective), Runner.direct(2)))
        .withMessageContaining("the probe is defective");
    try (Warehouse warehouse = open("warehouse")) {
      assertThat(warehouse.currentSnapshot(Tables.VIDEOS)).isEmpty();
    }
  }

  private IngestResult ingest(String warehouse, String runner) {
    List<Source> sources =
        List.of(
            new LabelledVideos(
                "clips",
                Places.of(folder + "/clips"),
                Labels.in(folder + "/labels.csv"),
                "ase",
                false),
            new PoseLexicon(
                "letters", Places.of(folder + "/poses"), folder + "/poses/index.csv", "[A-Z]"),
            new UnlabelledVideos("wild", Places.of(folder + "/wild"), null));
    try (Runner on = RunnersForTests.named(runner)) {
      return Ingest.run(
          new IngestOptions(
              sources,
              catalog(warehouse),
              FakeProbe.probes(),
              ArchiveLimits.DEFAULT,
              false,
              "run-1"),
          on);
    }
  }

  private IngestOptions options(List<Source> sources, MediaProbes probes) {
    return new IngestOptions(
        sources, catalog("warehouse"), probes, ArchiveLimits.DEFAULT, false, "");
  }

  private CatalogOptions catalog(String warehouse) {
    return CatalogOptions.hadoop("local", folder.resolve(warehouse).toString());
  }

  private Warehouse open(String warehouse) {
    return Warehouse.open(catalog(warehouse), new Configuration());
  }

  private String uri(String name) {
    return "file:" + folder.resolve(name);
  }

  /** A row as {@link #rows} gives it, with what is true of the file itself. */
  private List<Object> video(
      String id,
      String gloss,
      String split,
      String signer,
      String source,
      String file,
      String media,
      String language)
      throws IOException {
    byte[] content = Files.readAllBytes(folder.resolve(file));
    return Arrays.asList(
        id,
        gloss,
        split,
        signer,
        source,
        uri(file),
        null,
        media,
        sha256(content),
        (long) content.length,
        media.equals("video") ? "h264" : null,
        640,
        480,
        25f,
        content.length,
        content.length / 25f,
        null,
        null,
        language,
        null);
  }

  private static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private List<Object> rejection(String id, String file, String source, String reason) {
    String kind =
        reason.startsWith("There is no")
            ? "missing"
            : reason.contains("already") || reason.contains("identical") ? "duplicate" : "rejected";
    return Arrays.asList(id, uri(file), source, reason, null, kind);
  }

  private List<String> column(String name, Tables table, String first, String second) {
    try (Warehouse warehouse = open(name);
        Stream<String> rows =
            TableReader.of(warehouse.existing(table))
                .rows(row -> row.getField(first) + ": " + row.getField(second))
                .stream()) {
      return rows.toList();
    }
  }

  /** All columns of all rows but the time at which they were made. */
  private List<List<Object>> rows(String name, Tables table) {
    List<String> columns =
        table.schema().columns().stream()
            .map(Types.NestedField::name)
            .filter(column -> !column.endsWith("_at"))
            .toList();
    try (Warehouse warehouse = open(name);
        Rows<Record> rows = TableReader.of(warehouse.existing(table)).rows()) {
      List<List<Object>> all = new ArrayList<>();
      for (Record row : rows) {
        List<Object> values = new ArrayList<>();
        columns.forEach(column -> values.add(row.getField(column)));
        all.add(values);
      }
      return all;
    }
  }

  private void write(String name, String content) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }
}
