package org.pose2gloss.pipelines;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pose2gloss.pipelines.statistics.LandmarkTables;
import org.pose2gloss.pipelines.statistics.LandmarkTables.Videos;
import org.pose2gloss.tables.Tables;
import org.pose2gloss.tables.Warehouse;

/** The command {@code statistics} as a user types it. */
class StatisticsCommandTest {
  @TempDir static Path folder;

  @BeforeAll
  static void makeTables() {
    try (Warehouse warehouse = LandmarkTables.open(folder)) {
      LandmarkTables.add(warehouse, new Videos("up-", 30, 20, "UP", 0.3f, false));
      warehouse
          .existing(Tables.LANDMARKS)
          .manageSnapshots()
          .createTag(
              "stable", warehouse.currentSnapshot(Tables.LANDMARKS).orElseThrow().snapshotId())
          .commit();
      LandmarkTables.add(warehouse, new Videos("down-", 30, 60, "DOWN", 0.7f, true));
    }
  }

  @Test
  void versionIsNoAnomalyBesideItself() throws IOException {
    Answer answer = run("--version", "stable", "--baseline", "stable", "--fail-on-anomaly");

    assertThat(answer.code).isZero();
    assertThat(answer.record.path("anomalies").asInt()).isZero();
    assertThat(answer.record.path("worst_stability_index").asDouble()).isZero();
    assertThat(answer.record.path("rows").asInt()).isEqualTo(30);
  }

  @Test
  void anomaliesFailTheCommandOnlyWhenAsked() throws IOException {
    Answer told = run("--baseline", "stable", "--to", folder.resolve("out").toString());

    assertThat(told.code).isZero();
    assertThat(told.record.path("anomalies").asInt()).isPositive();
    assertThat(told.record.path("glosses").asInt()).isEqualTo(2);
    assertThat(told.record.path("shifted_features").asInt()).isPositive();
    assertThat(told.record.path("worst_feature").asText()).isNotEmpty();
    assertThat(Files.readString(folder.resolve("out/report.txt")))
        // Three hands of four are at 0.7 now (60 frames a video instead of 20), all were at 0.3.
        .containsPattern("right_hand\\.\\w+\\.x is distributed in another way")
        .contains("The gloss 'DOWN' (30 videos) is not in the baseline.")
        .contains("A video has 40.0 frames on average, in the baseline 20.0.");

    Answer failed = run("--baseline", "stable", "--fail-on-anomaly");

    assertThat(failed.code).isEqualTo(1);
    assertThat(failed.record).isEqualTo(told.record);

    // What was written can be the baseline of another time.
    Answer file = run("--baseline", folder.resolve("out/statistics.json").toString());

    assertThat(file.code).isZero();
    assertThat(file.record.path("anomalies").asInt()).isZero();
  }

  @Test
  void whatAServiceWasAskedIsComparedWithWhatItsModelLearntFrom() throws IOException {
    try (Warehouse warehouse = LandmarkTables.open(folder)) {
      LandmarkTables.trace(warehouse, 30, 20, "UP", 0.3f);
    }

    Answer alike = run("--table", "traces", "--baseline", "stable", "--fail-on-anomaly");

    assertThat(alike.code).isZero();
    assertThat(alike.record.path("rows").asInt()).isEqualTo(30);
    assertThat(alike.record.path("shifted_features").asInt()).isZero();
    // The 21 points of a hand that were there in both.
    assertThat(alike.record.path("right_hand_coverage").asDouble()).isEqualTo(1);

    try (Warehouse warehouse = LandmarkTables.open(folder)) {
      LandmarkTables.trace(warehouse, 90, 20, "DOWN", 0.7f);
    }
    Answer moved = run("--table", "traces", "--baseline", "stable", "--fail-on-anomaly");

    assertThat(moved.code).isEqualTo(1);
    // x of the hand's points, and what was answered.
    assertThat(moved.record.path("shifted_features").asInt()).isEqualTo(21 + 1);
    assertThat(run("--table", "videos").code).isEqualTo(1);
  }

  @Test
  void whatDoesNotExistIsSaid() throws IOException {
    assertThat(run("--version", "gone").code).isEqualTo(1);
    assertThat(run("--baseline", "gone").code).isEqualTo(1);
    assertThat(run("--baseline", folder.resolve("gone.json").toString()).code).isEqualTo(1);
    assertThat(run("--set", "statistics.runner=flink").code).isEqualTo(2);
  }

  private record Answer(int code, JsonNode record) {}

  private static Answer run(String... options) throws IOException {
    List<String> line = new ArrayList<>(List.of("statistics"));
    line.addAll(List.of(options));
    line.addAll(List.of("--set", "catalog.warehouse=" + folder.resolve("warehouse")));
    line.addAll(List.of("--set", "tracking.uri="));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream before = System.out;
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    int code;
    try {
      code = Main.launcher().run(line.toArray(String[]::new));
    } finally {
      System.setOut(before);
    }
    List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
    return new Answer(
        code, lines.isEmpty() ? null : new JsonMapper().readTree(lines.get(lines.size() - 1)));
  }
}
