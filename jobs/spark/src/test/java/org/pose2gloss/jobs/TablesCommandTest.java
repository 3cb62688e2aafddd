package org.pose2gloss.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pose2gloss.tables.CatalogOptions;
import org.pose2gloss.tables.CommitNote;
import org.pose2gloss.tables.FloatList;
import org.pose2gloss.tables.Rows;
import org.pose2gloss.tables.TableReader;
import org.pose2gloss.tables.TableWriter;
import org.pose2gloss.tables.Tables;
import org.pose2gloss.tables.Upsert;
import org.pose2gloss.tables.Warehouse;
import org.pose2gloss.tables.WrittenFiles;

class TablesCommandTest {
  private static final int VERSIONS = 8;

  @TempDir private Path folder;

  @BeforeEach
  void fill() {
    try (Warehouse warehouse = warehouse()) {
      Table table = warehouse.openOrCreate(Tables.LANDMARKS);
      for (int i = 0; i < VERSIONS; i++) {
        write(table, "v" + i, "old").append(table, CommitNote.of("extract").withRunId("run-" + i));
      }
      new Upsert(
              write(table, "v0", "new"),
              "id",
              List.of("v0"),
              OptionalLong.of(table.currentSnapshot().snapshotId()))
          .commit(table, CommitNote.of("extract"));
    }
  }

  private Warehouse warehouse() {
    return Warehouse.open(
        CatalogOptions.hadoop("pose2gloss", folder.resolve("warehouse").toString()),
        new Configuration());
  }

  private static WrittenFiles write(Table table, String id, String graph) {
    try (TableWriter writer = TableWriter.open(table)) {
      Record row = writer.newRow();
      row.setField("id", id);
      row.setField("source_sha256", "x");
      row.setField("graph", graph);
      row.setField("face", FloatList.of(new float[] {id.hashCode() * 1e-9f, Float.NaN, -0.0f}));
      writer.write(row);
      // Not the last of its file, so that replacing it leaves the file where it is.
      Record other = writer.newRow();
      other.setField("id", id + "-" + graph + "-neighbour");
      other.setField("source_sha256", "y");
      writer.write(other);
      return writer.complete();
    }
  }

  @Test
  void versionsAreListedNamedAndCompared() throws IOException {
    JsonNode listed = run("tables").path("tables").path(0);
    assertThat(listed.path("table").asText()).isEqualTo("landmarks");
    assertThat(listed.path("versions").asInt()).isEqualTo(VERSIONS + 1);
    assertThat(listed.path("rows").asInt()).isEqualTo(2 * VERSIONS + 1);

    JsonNode versions = run("tables", "show", "landmarks").path("versions");
    String second = versions.path(VERSIONS - 1).path("snapshot").asText();
    assertThat(versions.path(VERSIONS - 1).path("run_id").asText()).isEqualTo("run-1");
    assertThat(versions.path(VERSIONS - 1).path("job").asText()).isEqualTo("extract");

    assertThat(
            run("tables", "tag", "landmarks", "stable", "--version", second)
                .path("moved")
                .asBoolean())
        .isFalse();
    assertThat(exit("tables", "tag", "landmarks", "stable")).isEqualTo(1);
    JsonNode moved = run("tables", "tag", "landmarks", "stable", "--force");
    assertThat(moved.path("moved").asBoolean()).isTrue();
    assertThat(moved.path("previous_snapshot").asText()).isEqualTo(second);

    JsonNode rows =
        run("tables", "diff", "landmarks", second, "stable").path("difference").path("rows");
    assertThat(rows.path("added").asInt()).isEqualTo(2 * VERSIONS - 3);
    assertThat(rows.path("changed").asInt()).isEqualTo(1);
    assertThat(run("tables", "untag", "landmarks", "stable").path("snapshot").asText())
        .isEqualTo(moved.path("snapshot").asText());
  }

  @Test
  void mistakesAreSentencesWithTheirExitCodes() {
    assertThat(exit("tables", "show", "landmark")).isEqualTo(2);
    assertThat(exit("tables", "shwo")).isEqualTo(2);
    assertThat(exit("tables", "show", "examples")).isEqualTo(1);
    assertThat(exit("tables", "tag", "landmarks", "stable", "--version", "12")).isEqualTo(1);
    assertThat(exit("tables", "diff", "landmarks", "nothing")).isEqualTo(1);
    assertThat(exit("tables", "untag", "landmarks", "nothing")).isEqualTo(1);
    assertThat(exit("tables", "expire", "--older-than", "a while")).isEqualTo(2);
    assertThat(exit("tables", "expire", "--keep", "0")).isEqualTo(1);
    assertThat(exit("tables", "compact", "examples")).isEqualTo(2);
  }

  @Test
  void compactionKeepsRowsBitForBitAndExpiryTakesOldFilesAndOrphans() throws IOException {
    List<String> before = rows();
    JsonNode compacted = run("tables", "compact", "landmarks").path("tables").path(0);
    assertThat(compacted.path("files_before").asInt()).isEqualTo(VERSIONS + 1);
    assertThat(compacted.path("files_after").asInt()).isEqualTo(1);
    assertThat(compacted.path("deletions_removed").asInt()).isEqualTo(1);
    assertThat(rows()).isEqualTo(before);
    JsonNode newest = run("tables", "show", "landmarks").path("versions").path(0);
    assertThat(newest.path("job").asText()).isEqualTo("tables compact");
    assertThat(newest.path("rows").asInt()).isEqualTo(before.size());

    Path data = folder.resolve("warehouse/pose2gloss/landmarks/data");
    Path orphan = Files.writeString(data.resolve("left-behind.parquet"), "x");
    Files.setLastModifiedTime(orphan, FileTime.from(Instant.now().minus(Duration.ofDays(4))));
    Path young = Files.writeString(data.resolve("in-the-making.parquet"), "x");
    String[] expire = {"tables", "expire", "landmarks", "--older-than", "1ms", "--orphans"};
    JsonNode gone = run(expire).path("tables").path(0);
    assertThat(gone.path("orphan_files").asInt()).isEqualTo(1);
    assertThat(orphan).doesNotExist();
    assertThat(young).exists();
    assertThat(gone.path("versions").size()).isGreaterThanOrEqualTo(VERSIONS + 1);
    assertThat(rows()).isEqualTo(before);
    try (var files = Files.list(data)) {
      assertThat(files.filter(file -> file.toString().endsWith(".parquet"))).hasSize(2);
    }
  }

  /** Ids and bits of numbers, sorted. */
  private List<String> rows() {
    try (Warehouse warehouse = warehouse();
        Rows<Record> rows = TableReader.of(warehouse.existing(Tables.LANDMARKS)).rows()) {
      return rows.stream()
          .map(row -> row.getField("id") + " " + row.getField("graph") + " " + row.getField("face"))
          .sorted()
          .toList();
    }
  }

  private JsonNode run(String... arguments) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(exit(out, arguments)).as(String.join(" ", arguments)).isZero();
    List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
    return new JsonMapper().readTree(lines.get(lines.size() - 1));
  }

  private int exit(String... arguments) {
    return exit(new ByteArrayOutputStream(), arguments);
  }

  private int exit(ByteArrayOutputStream out, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    // Settings given before the inner command's name hold as well.
    all.addAll(1, List.of("--set", "catalog.warehouse=" + folder.resolve("warehouse")));
    all.addAll(List.of("--set", "tracking.uri=", "--set", "spark.master=local[2]"));
    PrintStream before = System.out;
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    try {
      return Main.launcher().run(all.toArray(String[]::new));
    } finally {
      System.setOut(before);
    }
  }
}
