package org.pose2gloss.pipelines.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.zip.CRC32;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.data.Record;
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
import org.pose2gloss.pipelines.ingest.source.MediaProbe;
import org.pose2gloss.pipelines.ingest.source.MediaProbes;
import org.pose2gloss.pipelines.ingest.source.Places;
import org.pose2gloss.pipelines.ingest.source.PoseLexicon;
import org.pose2gloss.pipelines.ingest.source.Source;
import org.pose2gloss.pipelines.ingest.source.UnlabelledVideos;
import org.pose2gloss.storage.ArchiveLimits;
import org.pose2gloss.tables.CatalogOptions;
import org.pose2gloss.tables.Rows;
import org.pose2gloss.tables.TableReader;
import org.pose2gloss.tables.Tables;
import org.pose2gloss.tables.Warehouse;

/** Ingest of archives with WLASL's list inside, and of their backups. */
class ArchivesTest {
  private static final String LABELS =
      """
      [{"gloss": "book", "instances": [
          {"video_id": "1", "split": "train", "signer_id": 4},
          {"video_id": "2", "split": "val"},
          {"video_id": "3", "split": "test"},
          {"video_id": "4"}]},
       {"gloss": "drink", "instances": [
          {"video_id": "5", "frame_start": 1, "frame_end": 7},
          {"video_id": "6", "frame_start": 8, "frame_end": 12},
          {"video_id": "7", "frame_start": 8, "frame_end": 12},
          {"video_id": "8", "frame_start": "eight"}]}]
      """;

  @TempDir private Path folder;

  @BeforeEach
  void makeArchives() throws IOException {
    try (ZipArchiveOutputStream out = new ZipArchiveOutputStream(folder.resolve("a.zip"))) {
      add(out, "WLASL_v0.3.json", LABELS, false);
      add(out, "videos/1.mp4", "the first video", true);
      add(out, "videos/2.mp4", "broken in the first archive", false);
      add(out, "videos/3.mp4", "damaged: one letter", true);
      add(out, "videos/5.mp4", "three signs in one film", false);
      add(out, "videos/6.mp4", "three signs in one film", true);
      add(out, "videos/7.mp4", "three signs in one film", true);
      add(out, "videos/1.mp4", "another of the same name", true);
      add(out, "videos/../../evil.mp4", "x", true);
      add(out, "videos/unnamed.mp4", "no label names it", true);
    }
    byte[] bytes = Files.readAllBytes(folder.resolve("a.zip"));
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    bytes[text.indexOf("damaged: one letter") + 9] = 'O';
    Files.write(folder.resolve("a.zip"), bytes);
    try (ZipArchiveOutputStream out = new ZipArchiveOutputStream(folder.resolve("b.zip"))) {
      add(out, "2.mp4", "", true);
      add(out, "1.mp4", "the first video, in another cut", true);
    }
    write("c/2.mkv", "the second video");
    write("c/deep/3.mp4", "the third video");
    write("broken.zip", "no archive");
  }

  @ParameterizedTest
  @ValueSource(strings = {"direct", "spark"})
  void videosAreTakenFromTheFirstPlaceThatHasThemWhole(String runner) throws IOException {
    IngestResult result = ingest(runner, FakeProbe.probes(), wlasl());

    // Beside the eight instances: the broken archive, the second 1.mp4 and evil.mp4.
    assertThat(result.total()).isEqualTo(new SourceCounts("all", 11, 5, 0, 0, 2, 3, 1, 0));
    assertThat(
            rows(
                Tables.VIDEOS,
                row ->
                    tuple(
                        row.getField("id"),
                        name(row),
                        row.getField("entry"),
                        row.getField("split"))))
        .containsExactlyInAnyOrder(
            tuple("1", "a.zip", "videos/1.mp4", "train"),
            tuple("2", "2.mkv", null, "validation"),
            tuple("3", "3.mp4", null, "test"),
            tuple("5", "a.zip", "videos/5.mp4", null),
            tuple("6", "a.zip", "videos/6.mp4", null));
    assertThat(
            rows(
                Tables.REJECTED,
                row ->
                    row.getField("kind")
                        + " "
                        + row.getField("id")
                        + " "
                        + row.getField("entry")
                        + ": "
                        + row.getField("reason")))
        .containsExactlyInAnyOrder(
            "duplicate 1 videos/1.mp4: The archive holds the name 'videos/1.mp4' twice; the first"
                + " one counts.",
            "rejected evil videos/../../evil.mp4: The name 'videos/../../evil.mp4' leads out of the"
                + " archive.",
            "rejected null null: The archive "
                + uri("broken.zip")
                + " cannot be read: it is broken off or no zip archive (Archive is not a ZIP"
                + " archive).",
            "duplicate 7 videos/7.mp4: The file is identical to that of the id '6', which is kept.",
            "rejected 8 null: The instance of 'drink' at line 10: frame_start is a text, not a"
                + " whole number.",
            "missing 4 null: There is no '4' in " + uri("a.zip") + " or its backups.");
    assertThat(result.report().places())
        .extracting(IngestReport.Place::backup, IngestReport.Place::videos)
        .containsExactly(tuple(0, 3L), tuple(1, 0L), tuple(2, 0L), tuple(3, 2L));
    assertThat(result.report().fromBackups()).isEqualTo(2);
    assertThat(result.report().missing())
        .containsExactly(new IngestReport.Missing("wlasl", "4", "book", null));
    assertThat(result.report().unusable())
        .extracting(one -> one.id() + " " + one.entry() + ": " + one.reason())
        .containsExactly(
            "2 videos/2.mp4: The file cannot be read: The file holds no video.",
            "2 2.mp4: The file is empty.",
            "3 videos/3.mp4: The file is damaged: its checksum is not that of the archive's list.");
    assertNothingIsLeft();

    // Nothing that the table knows is opened again: the probe would fail the run.
    MediaProbe never =
        (name, bytes) -> {
          if (name.endsWith("a.zip!/videos/2.mp4") || name.endsWith("a.zip!/videos/7.mp4")) {
            return FakeProbe.probes().video().probe(name, bytes);
          }
          throw new IllegalStateException(name + " was opened again");
        };
    IngestResult again = ingest(runner, new MediaProbes(never, never), wlasl());

    assertThat(again.total()).isEqualTo(new SourceCounts("all", 11, 0, 0, 5, 2, 3, 1, 0));
    assertThat(again.report()).isEqualTo(result.report());
    assertThat(again.videosSnapshot()).isEqualTo(result.videosSnapshot());
    assertThat(again.rejectedSnapshot()).isEqualTo(result.rejectedSnapshot());
  }

  @Test
  void filesAreReadAgainWhereThatIsAskedFor() {
    ingest("direct", FakeProbe.probes(), wlasl());
    MediaProbe always =
        (name, bytes) -> {
          throw new IllegalStateException("opened again");
        };

    assertThatExceptionOfType(IngestException.class)
        .isThrownBy(
            () -> {
              try (Runner runner = Runner.direct(2)) {
                Ingest.run(
                    new IngestOptions(
                        wlasl(),
                        catalog(),
                        new MediaProbes(always, always),
                        ArchiveLimits.DEFAULT,
                        true,
                        ""),
                    runner);
              }
            })
        .withMessageContaining("opened again");
    assertThat(folder.resolve("warehouse")).isDirectory();
    assertNothingIsLeft();
  }

  @Test
  void lexiconsAndUnlabelledVideosMayLieInArchivesToo() throws IOException {
    try (ZipArchiveOutputStream out = new ZipArchiveOutputStream(folder.resolve("poses.zip"))) {
      add(out, "ase/x.pose", "one", false);
      add(
          out,
          "index.csv",
          "path,signed_language,glosses,start,end\nase/x.pose,ase,a,0,1000\nase/y.pose,ase,b,0,1\n",
          false);
    }

    IngestResult result =
        ingest(
            "direct",
            FakeProbe.probes(),
            List.of(
                new PoseLexicon(
                    "letters",
                    Places.of(folder + "/poses.zip"),
                    folder + "/poses.zip!/index.csv",
                    ""),
                new UnlabelledVideos(
                    "wild", new Places(List.of(folder + "/a.zip!/videos", folder + "/c")), "ase")));

    // In the folder videos of the archive: 1, 3 (damaged), 5, 6 and 7 (both as 5), 2 (broken),
    // unnamed, the second 1, and evil; elsewhere 2.mkv and deep/3.mp4.
    assertThat(result.sources())
        .containsExactly(
            new SourceCounts("letters", 2, 1, 0, 0, 0, 0, 1, 0),
            new SourceCounts("wild", 11, 5, 0, 0, 3, 3, 0, 0));
    assertThat(rows(Tables.VIDEOS, row -> row.getField("id")))
        .containsExactlyInAnyOrder("ase/x", "1", "5", "unnamed", "2", "deep/3");
  }

  @Test
  void videosThatAreCutAlreadyAreTakenWhole() {
    Labels labels = Labels.in(folder + "/a.zip!/WLASL_v0.3.json");

    ingest(
        "direct",
        FakeProbe.probes(),
        List.of(new LabelledVideos("cut", Places.of(folder + "/a.zip"), labels, null, true)));

    // As whole films 5, 6 and 7 are one content.
    assertThat(rows(Tables.VIDEOS, row -> row.getField("id") + " " + row.getField("frame_start")))
        .containsExactlyInAnyOrder("1 null", "5 null");
  }

  private List<Source> wlasl() {
    return List.of(
        new LabelledVideos(
            "wlasl",
            new Places(
                List.of(
                    folder + "/a.zip", folder + "/broken.zip", folder + "/b.zip", folder + "/c")),
            Labels.in(folder + "/a.zip!/WLASL_v0.3.json"),
            "ase",
            false));
  }

  private IngestResult ingest(String runner, MediaProbes probes, List<Source> sources) {
    try (Runner on = RunnersForTests.named(runner)) {
      return Ingest.run(
          new IngestOptions(sources, catalog(), probes, ArchiveLimits.DEFAULT, false, ""), on);
    }
  }

  private CatalogOptions catalog() {
    return CatalogOptions.hadoop("local", folder.resolve("warehouse").toString());
  }

  private String uri(String name) {
    return "file:" + folder.resolve(name);
  }

  private static String name(Record row) {
    return Path.of((String) row.getField("uri")).getFileName().toString();
  }

  /** What the steps of a run tell each other by files is gone after it. */
  private void assertNothingIsLeft() {
    try (var files = Files.walk(folder.resolve("warehouse"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .noneMatch(file -> file.startsWith("ingest-"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private <T> List<T> rows(Tables table, Function<Record, T> mapper) {
    List<T> all = new ArrayList<>();
    try (Warehouse warehouse = Warehouse.open(catalog(), new Configuration());
        Rows<T> rows = TableReader.of(warehouse.existing(table)).rows(mapper)) {
      rows.forEach(all::add);
    }
    return all;
  }

  private static void add(ZipArchiveOutputStream out, String name, String content, boolean isStored)
      throws IOException {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    ZipArchiveEntry entry = new ZipArchiveEntry(name);
    entry.setMethod(isStored ? ZipArchiveEntry.STORED : ZipArchiveEntry.DEFLATED);
    if (isStored) {
      CRC32 crc = new CRC32();
      crc.update(bytes);
      entry.setCrc(crc.getValue());
      entry.setSize(bytes.length);
    }
    out.putArchiveEntry(entry);
    out.write(bytes);
    out.closeArchiveEntry();
  }

  private void write(String name, String content) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }
}
