package org.pose2gloss.benchmarks.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.data.Record;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pose2gloss.benchmarks.RealClip;
import org.pose2gloss.features.LandmarkPart;
import org.pose2gloss.tables.CatalogOptions;
import org.pose2gloss.tables.FloatList;
import org.pose2gloss.tables.Rows;
import org.pose2gloss.tables.TableReader;
import org.pose2gloss.tables.Tables;
import org.pose2gloss.tables.Warehouse;
import picocli.CommandLine;

class GenerateLandmarksTest {
  private static final String HANDS = "wlasl-hands/wlasl2000_hands_trainval_f16.npz";

  @TempDir Path folder;
  private Path data;

  @BeforeEach
  void findData() {
    try {
      data = RealClip.find(HANDS).getParent().getParent();
    } catch (NoSuchFileException e) {
      assumeTrue(false, "the data of ../shared/data are absent: " + e.getMessage());
    }
  }

  /** A quarter of the 40 videos of 'book'. */
  private Path generate(String name) {
    Path warehouse = folder.resolve(name);
    int status =
        new CommandLine(new GenerateLandmarks())
            .execute(
                "--data",
                data.toString(),
                "--warehouse",
                warehouse.toString(),
                "--glosses",
                "1",
                "--times",
                "0.25");
    assertThat(status).isZero();
    return warehouse;
  }

  private static List<Record> rows(Path warehouse, Tables table) {
    List<Record> all = new ArrayList<>();
    try (Warehouse tables =
            Warehouse.open(
                CatalogOptions.hadoop("pose2gloss", warehouse.toString()), new Configuration());
        Rows<Record> rows = TableReader.of(tables.existing(table)).rows()) {
      rows.forEach(all::add);
    }
    return all;
  }

  private static float[] part(Record row, LandmarkPart part) {
    return FloatList.toArray(row.getField(part.columnName()));
  }

  @Test
  void makesTheSameRowsAsIngestAndExtractionWouldEveryTime() throws Exception {
    Path first = generate("first");
    List<Record> landmarks = rows(first, Tables.LANDMARKS);
    List<Record> videos = rows(first, Tables.VIDEOS);
    assertThat(landmarks).hasSize(10);
    assertThat(rows(generate("second"), Tables.LANDMARKS)).isEqualTo(landmarks);

    Map<Object, Object> contents = new HashMap<>();
    videos.forEach(row -> contents.put(row.getField("id"), row.getField("sha256")));
    for (Record row : landmarks) {
      assertThat(row.getField("source_sha256")).isEqualTo(contents.get(row.getField("id")));
      int frames = (Integer) row.getField("frames");
      for (LandmarkPart part : LandmarkPart.values()) {
        float[] numbers = part(row, part);
        assertThat(numbers).hasSize(frames * part.floatsPerFrame());
        int present = 0;
        for (int frame = 0; frame < frames; frame++) {
          if (!Float.isNaN(numbers[frame * part.floatsPerFrame()])) {
            present++;
          }
        }
        assertThat((Float) row.getField(part.columnName() + "_coverage"))
            .isCloseTo(present / (float) frames, within(1e-6f));
      }
    }

    Path archive = folder.resolve("landmarks.npz");
    assertThat(
            new CommandLine(new TableToNumpy())
                .execute(
                    first.toString(), archive.toString(), folder.resolve("list.json").toString()))
        .isZero();
    checkArchive(archive, videos, landmarks);
    assertThat(Files.readString(folder.resolve("list.json")))
        .contains("\"gloss\":\"book\"", "\"split\":\"train\"");
  }

  /**
   * The archive numbers the videos as their table does; its hands come first, zero where absent.
   */
  private static void checkArchive(Path file, List<Record> videos, List<Record> landmarks)
      throws Exception {
    try (NumpyArchive archive = NumpyArchive.open(file)) {
      for (int number = 0; number < videos.size(); number++) {
        Object id = videos.get(number).getField("id");
        Record row =
            landmarks.stream().filter(one -> one.getField("id").equals(id)).findAny().orElseThrow();
        float[] array = archive.floats(Integer.toString(number));
        assertThat(array).hasSize((Integer) row.getField("frames") * LandmarkPart.TOTAL_POINTS * 3);
        float[] hand = part(row, LandmarkPart.RIGHT_HAND);
        assertThat(array[0]).isEqualTo(Float.isNaN(hand[0]) ? 0 : hand[0]);
        float[] face = part(row, LandmarkPart.FACE);
        float last = face[face.length - 1];
        assertThat(array[array.length - 1]).isEqualTo(Float.isNaN(last) ? 0 : last);
      }
    }
  }
}
