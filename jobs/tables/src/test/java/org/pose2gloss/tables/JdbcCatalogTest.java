package org.pose2gloss.tables;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A catalog in a real database, SQLite in a file, by configuration alone. */
class JdbcCatalogTest {
  @TempDir private Path folder;

  @Test
  void tablesLiveInADatabaseByConfigurationAlone() {
    SnapshotInfo first;
    try (Warehouse warehouse = open()) {
      Table table = warehouse.openOrCreate(Tables.REJECTED);
      first = TestTables.write(table, "id", "a", "b").append(table, CommitNote.of("ingest"));
      TableTags.tag(table, "stable", "", false);
      new Upsert(
              TestTables.write(table, "id", "a"),
              "id",
              List.of("a"),
              OptionalLong.of(first.snapshotId()))
          .commit(table, CommitNote.of("ingest"));
    }

    try (Warehouse again = open()) {
      Table table = again.existing(Tables.REJECTED);
      assertThat(again.exists(Tables.VIDEOS)).isFalse();
      assertThat(TableVersions.find(table, "stable")).isEqualTo(first);
      assertThat(again.currentSnapshot(Tables.REJECTED).orElseThrow().rows()).isEqualTo(2);
      try (Rows<Record> rows = TableReader.of(table).rows()) {
        assertThat(rows).hasSize(2);
      }
    }
  }

  private Warehouse open() {
    return Warehouse.open(
        new CatalogOptions(
            "shared",
            "jdbc",
            folder.resolve("warehouse").toString(),
            "pose2gloss",
            Map.of("uri", "jdbc:sqlite:" + folder.resolve("catalog.db"))),
        new Configuration());
  }
}
