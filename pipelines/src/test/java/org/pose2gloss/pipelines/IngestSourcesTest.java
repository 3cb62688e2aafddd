package org.pose2gloss.pipelines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pose2gloss.command.Settings;
import org.pose2gloss.command.UsageException;
import org.pose2gloss.pipelines.ingest.IngestReport;
import org.pose2gloss.pipelines.ingest.source.LabelledVideos;
import org.pose2gloss.pipelines.ingest.source.Labels;
import org.pose2gloss.pipelines.ingest.source.Places;
import org.pose2gloss.pipelines.ingest.source.PoseLexicon;
import org.pose2gloss.pipelines.ingest.source.UnlabelledVideos;
import org.pose2gloss.storage.ArchiveLimits;

class IngestSourcesTest {
  @TempDir private Path folder;

  @Test
  void sourceOfTheReadmeIsAnArchiveWithBackupsAndWlaslLabels() throws IOException {
    Path conf =
        Files.writeString(
            folder.resolve("wlasl.conf"),
            """
            ingest.sources = [{
              name = wlasl, path = /data/wlasl.zip, backups = [/data/more.zip, /data/found]
              labels = "/data/wlasl.zip!/WLASL_v0.3.json", language = ase, cut = true
            }]
            """);

    assertThat(IngestSources.of(Settings.load(List.of(conf), List.of())))
        .containsExactly(
            new LabelledVideos(
                "wlasl",
                new Places(List.of("/data/wlasl.zip", "/data/more.zip", "/data/found")),
                Labels.in("/data/wlasl.zip!/WLASL_v0.3.json"),
                "ase",
                true));
  }

  @Test
  void namesAndIndexesAreTakenFromThePathWhereNothingIsSaid() {
    assertThat(
            IngestSources.of(
                set(
                    "ingest.sources=[{path=/data/clips},"
                        + " {kind=pose-lexicon, path=\"/p.zip\", gloss-pattern=\"[A-Z]\"},"
                        + " {kind=pose-lexicon, path=/poses}]")))
        .containsExactly(
            new UnlabelledVideos("clips", Places.of("/data/clips"), null),
            new PoseLexicon("p.zip", Places.of("/p.zip"), "/p.zip!/index.csv", "[A-Z]"),
            new PoseLexicon("poses", Places.of("/poses"), "/poses/index.csv", ""));
    assertThat(IngestSources.limits(Settings.defaults())).isEqualTo(ArchiveLimits.DEFAULT);
  }

  @Test
  void sourceWithoutAPathIsWrongUsage() {
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> IngestSources.of(set("ingest.sources=[{name=x}]")))
        .withMessageContaining("has no path");
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> set("ingest.sources=[{path=x, backups=y}]"))
        .withMessageContaining("backups");
  }

  @Test
  void thousandsOfMissingVideosAreOneLine() {
    IngestReport report =
        new IngestReport(
            List.of(
                new IngestReport.Place("wlasl", "/a.zip", 0, 11_980),
                new IngestReport.Place("wlasl", "/b.zip", 1, 13)),
            IntStream.range(0, 9_090)
                .mapToObj(id -> new IngestReport.Missing("wlasl", "" + id, "book", null))
                .toList(),
            List.of(
                new IngestReport.Unusable("wlasl", "1", "/a.zip", "1.mp4", "It is empty.", null),
                new IngestReport.Unusable("wlasl", "2", "/a.zip", "2.mp4", "x.", "/b.zip")));
    ByteArrayOutputStream told = new ByteArrayOutputStream();

    IngestReports.tell(report, new PrintStream(told, true, StandardCharsets.UTF_8));

    assertThat(told.toString(StandardCharsets.UTF_8).lines())
        .containsExactly(
            "wlasl: 11,980 videos from /a.zip",
            "wlasl: 13 videos from /b.zip (backup)",
            "wlasl: 9,090 videos are missing everywhere",
            "2 files cannot be used, 1 of them without a backup that can: see table rejected");
  }

  private static Settings set(String assignment) {
    return Settings.load(List.of(), List.of(assignment));
  }
}
