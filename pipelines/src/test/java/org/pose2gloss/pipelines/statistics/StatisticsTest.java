package org.pose2gloss.pipelines.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.iceberg.data.Record;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pose2gloss.features.LandmarkPart;
import org.pose2gloss.pipelines.beam.Runner;
import org.pose2gloss.pipelines.ingest.RunnersForTests;
import org.pose2gloss.pipelines.statistics.LandmarkTables.Videos;
import org.pose2gloss.tables.CommitNote;
import org.pose2gloss.tables.FloatList;
import org.pose2gloss.tables.TableException;
import org.pose2gloss.tables.TableWriter;
import org.pose2gloss.tables.Tables;
import org.pose2gloss.tables.Warehouse;

class StatisticsTest {
  @TempDir private Path folder;

  @BeforeEach
  void makeTables() {
    try (Warehouse warehouse = LandmarkTables.open(folder)) {
      LandmarkTables.add(warehouse, new Videos("up-", 30, 20, "UP", 0.3f, false));
      warehouse
          .existing(Tables.LANDMARKS)
          .manageSnapshots()
          .createTag(
              "first", warehouse.currentSnapshot(Tables.LANDMARKS).orElseThrow().snapshotId())
          .commit();
      LandmarkTables.add(warehouse, new Videos("down-", 10, 40, "DOWN", 0.5f, true));
    }
  }

  @Test
  void bothRunnersFindTheSame() throws Exception {
    TableStatistics direct = statistics("", "direct");

    assertThat(statistics("", "spark")).isEqualTo(direct);
    assertThat(direct.rows()).isEqualTo(40);
    assertThat(direct.frames()).isEqualTo(30 * 20 + 10 * 40);
    assertThat(direct.glosses()).containsEntry("UP", 30L).containsEntry("DOWN", 10L).hasSize(2);
    assertThat(direct.splits()).containsEntry("test", 8L).containsEntry("train", 32L);
    assertThat(direct.unlabelled()).isZero();
    Distribution wrist = direct.landmarks().get("right_hand.WRIST.x");
    assertThat(wrist.count()).isEqualTo(1000);
    // 600 numbers about 0.3 and 400 about 0.5, with a deviation of 0.05
    assertThat(wrist.mean()).isCloseTo(0.38, within(0.01));
    Distribution left = direct.landmarks().get("left_hand.PINKY_TIP.z");
    assertThat(left.count()).isEqualTo(400);
    assertThat(left.absentShare()).isEqualTo(0.6);
    assertThat(direct.landmarks().get("face.4.x").mean()).isNull();
    assertThat(direct.videos().get("left_hand_coverage").mean()).isCloseTo(0.25, within(1e-5));
    assertThat(direct.landmarks()).hasSize(21 * 3 * 2 + 33 * 4 + 478 * 3);
    assertThat(TableStatistics.parse(direct.json(), "it")).isEqualTo(direct);
    // Nothing is left beside the table.
    try (Stream<Path> files = Files.walk(folder)) {
      assertThat(files.filter(file -> file.toString().contains("statistics-"))).isEmpty();
    }
  }

  @Test
  void taggedVersionIsDescribedAsItWasWithItsLabels() {
    TableStatistics first = statistics("first", "direct");

    assertThat(first.rows()).isEqualTo(30);
    assertThat(first.glosses()).containsEntry("UP", 30L).hasSize(1);
    assertThat(first.source().labelsSnapshot())
        .isNotEqualTo(statistics("", "direct").source().labelsSnapshot());
  }

  @Test
  void rowsThatAreNotAsTheyShouldBeAreCountedApart() {
    try (Warehouse warehouse = LandmarkTables.open(folder);
        TableWriter writer = TableWriter.open(warehouse.existing(Tables.LANDMARKS))) {
      Videos odd = new Videos("odd-", 1, 5, "", 0.3f, true);
      Record cut = LandmarkTables.row(writer, odd, 0, new Random(1));
      cut.setField(LandmarkPart.FACE.columnName(), FloatList.of(new float[7]));
      writer.write(cut);
      Record infinite = LandmarkTables.row(writer, odd, 0, new Random(2));
      float[] hand = new float[5 * LandmarkPart.RIGHT_HAND.floatsPerFrame()];
      hand[0] = Float.POSITIVE_INFINITY;
      infinite.setField(LandmarkPart.RIGHT_HAND.columnName(), FloatList.of(hand));
      infinite.setField("frames_per_second", null);
      writer.write(infinite);
      writer.append(CommitNote.of("test"));
    }

    TableStatistics found = statistics("", "direct");

    assertThat(found.misshapen()).isEqualTo(1);
    assertThat(found.duplicates()).isEqualTo(1);
    assertThat(found.unlabelled()).isEqualTo(1);
    assertThat(found.landmarks().get("right_hand.WRIST.x").infinite()).isEqualTo(1);
    assertThat(found.videos().get("frames_per_second").absent()).isEqualTo(1);
    assertThat(Checks.of(found, new Thresholds(1, 1, 1, 1, 1)))
        .extracting(Anomaly::kind)
        .contains(Anomaly.Kind.WRONG_SHAPE, Anomaly.Kind.DUPLICATE_ID, Anomaly.Kind.OUT_OF_RANGE);
  }

  @Test
  void versionThatDoesNotExistIsSaid() {
    assertThatExceptionOfType(TableException.class)
        .isThrownBy(() -> statistics("stable", "direct"))
        .withMessageContaining("has no version 'stable'");
  }

  private TableStatistics statistics(String version, String runner) {
    try (Warehouse warehouse = LandmarkTables.open(folder);
        Runner used = RunnersForTests.named(runner)) {
      return Statistics.of(warehouse, Described.LANDMARKS, version, used);
    }
  }
}
