package org.pose2gloss.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.data.Record;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pose2gloss.features.LandmarkPart;
import org.pose2gloss.landmarks.video.VideoDecoder;
import org.pose2gloss.tables.CatalogOptions;
import org.pose2gloss.tables.TableReader;
import org.pose2gloss.tables.Tables;
import org.pose2gloss.tables.Warehouse;

/**
 * Real clips of WLASL through the commands {@code ingest} and {@code extract}, as a user types
 * them.
 */
class RealClipsTest {
  private static final int CLIPS = 20;
  private static final Path ROOT = Path.of(System.getProperty("pose2gloss.root"));

  @TempDir Path folder;

  @Test
  void twentyRealClipsAreIngestedAndExtracted() throws Exception {
    Path data = testData();
    assumeThat(data)
        .as("WLASL clips in ../shared/data or POSE2GLOSS_TEST_DATA; skipped without them")
        .isDirectory();
    List<String> ids = copySome(data);

    JsonNode ingested =
        run(
            "ingest",
            "ingest.sources=[{kind=videos, name=wlasl, path=\""
                + folder.resolve("clips")
                + "\", labels=\""
                + folder.resolve("labels.csv")
                + "\"}]");
    assertThat(ingested.path("added").asInt()).isEqualTo(CLIPS);
    JsonNode extracted = run("extract");
    assertThat(extracted.path("extracted").asInt()).isEqualTo(CLIPS);
    assertThat(extracted.path("failed").asInt()).isZero();

    List<Record> rows = landmarks();
    assertThat(rows).extracting(row -> row.getField("id")).containsExactlyInAnyOrderElementsOf(ids);
    double pose = 0;
    double face = 0;
    double rightHand = 0;
    for (Record row : rows) {
      int frames = (Integer) row.getField("frames");
      assertThat(frames)
          .isEqualTo(decodedFrames(folder.resolve("clips/" + row.getField("id") + ".mp4")));
      for (LandmarkPart part : LandmarkPart.values()) {
        assertThat((List<?>) row.getField(part.columnName()))
            .hasSize(frames * part.floatsPerFrame());
      }
      pose += (Float) row.getField("pose_coverage") / rows.size();
      face += (Float) row.getField("face_coverage") / rows.size();
      rightHand += (Float) row.getField("right_hand_coverage") / rows.size();
    }
    // A signer is in nearly every frame. MediaPipe's own graphs, which these are, leave out a face
    // that is small in the frame and a hand that is blurred.
    assertThat(pose).isGreaterThan(0.95);
    assertThat(face).isGreaterThan(0.8);
    assertThat(rightHand).isBetween(0.2, 1.0);
  }

  private static Path testData() {
    return Optional.ofNullable(System.getenv("POSE2GLOSS_TEST_DATA"))
        .map(Path::of)
        .orElse(ROOT.resolveSibling("shared/data"))
        .resolve("wlasl-clips");
  }

  private List<String> copySome(Path data) throws IOException {
    List<String> labels = Files.readAllLines(data.resolve("labels.csv"));
    List<String> chosen = new ArrayList<>(labels.subList(0, CLIPS + 1));
    Files.write(folder.resolve("labels.csv"), chosen);
    Path clips = Files.createDirectories(folder.resolve("clips"));
    List<String> ids = new ArrayList<>();
    for (String line : chosen.subList(1, chosen.size())) {
      String[] cells = line.split(",", -1);
      Files.copy(data.resolve("videos").resolve(cells[0]), clips.resolve(cells[0]));
      ids.add(cells[1]);
    }
    return ids;
  }

  private JsonNode run(String command, String... assignments)
      throws IOException, InterruptedException {
    List<String> line =
        new ArrayList<>(
            List.of(
                ROOT.resolve("bin/pose2gloss").toString(),
                command,
                "--set",
                "catalog.warehouse=" + folder.resolve("warehouse"),
                "--set",
                "tracking.uri="));
    for (String assignment : assignments) {
      line.addAll(List.of("--set", assignment));
    }
    Path out = folder.resolve(command + ".out");
    Process process =
        new ProcessBuilder(line)
            .redirectOutput(out.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).as(command + " ends in time").isTrue();
    assertThat(process.exitValue()).as(command).isZero();
    List<String> lines = Files.readAllLines(out);
    return new JsonMapper().readTree(lines.get(lines.size() - 1));
  }

  private List<Record> landmarks() {
    CatalogOptions catalog =
        CatalogOptions.hadoop("pose2gloss", folder.resolve("warehouse").toString());
    try (Warehouse warehouse = Warehouse.open(catalog, new Configuration());
        var rows = TableReader.of(warehouse.existing(Tables.LANDMARKS)).rows()) {
      return rows.stream().toList();
    }
  }

  private static int decodedFrames(Path video) throws IOException {
    int frames = 0;
    try (VideoDecoder decoder = VideoDecoder.open(video)) {
      while (decoder.next().isPresent()) {
        frames++;
      }
    }
    return frames;
  }
}
