package org.pose2gloss.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpsertTest {
  @TempDir private Path folder;
  private Warehouse warehouse;
  private Table table;

  @BeforeEach
  void open() {
    warehouse = TestTables.open(folder);
    table = warehouse.openOrCreate(Tables.REJECTED);
  }

  @AfterEach
  void close() {
    warehouse.close();
  }

  @Test
  void olderRowsOfTheGivenKeysGoAndAllOthersStay() {
    SnapshotInfo first =
        new Upsert(write("a=1", "b=1", "c=1"), "id", List.of(), OptionalLong.empty())
            .commit(table, CommitNote.of("ingest"));

    new Upsert(write("b=2", "d=2"), "id", List.of("b"), OptionalLong.of(first.snapshotId()))
        .commit(table, CommitNote.of("ingest"));

    assertThat(rows(TableReader.of(table))).containsExactlyInAnyOrder("a=1", "b=2", "c=1", "d=2");
    assertThat(rows(TableReader.of(table).at(first.snapshotId())))
        .containsExactlyInAnyOrder("a=1", "b=1", "c=1");
  }

  @Test
  void keysAreFoundEvenWhenTheyAreNotAmongTheColumnsRead() {
    SnapshotInfo first =
        new Upsert(write("a=1"), "id", List.of(), OptionalLong.empty())
            .commit(table, CommitNote.of("ingest"));
    new Upsert(write("a=2"), "id", List.of("a"), OptionalLong.of(first.snapshotId()))
        .commit(table, CommitNote.of("ingest"));

    try (Stream<Object> reasons =
        TableReader.of(table).select("reason").rows(row -> row.getField("reason")).stream()) {
      assertThat(reasons).containsExactly("2");
    }
  }

  @Test
  void filesAllOfWhoseRowsGoAreTakenOutOfTheTable() {
    SnapshotInfo first = write("a=1", "b=1").append(table, CommitNote.of("ingest"));
    SnapshotInfo second = write("c=1").append(table, CommitNote.of("ingest"));
    DataFile emptied = second(first, second);

    SnapshotInfo third =
        new Upsert(
                write("a=2", "c=2"),
                "id",
                List.of("a"),
                List.of(emptied),
                OptionalLong.of(second.snapshotId()))
            .commit(table, CommitNote.of("ingest"));

    assertThat(rows(TableReader.of(table))).containsExactlyInAnyOrder("a=2", "b=1", "c=2");
    assertThat(third.summary()).containsEntry("deleted-data-files", "1");
  }

  private DataFile second(SnapshotInfo first, SnapshotInfo second) {
    try (CloseableIterable<FileScanTask> added =
        table
            .newIncrementalAppendScan()
            .fromSnapshotExclusive(first.snapshotId())
            .toSnapshot(second.snapshotId())
            .planFiles()) {
      return added.iterator().next().file().copy();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void changeBySomeoneElseSinceTheLookIsRefused() {
    Upsert late = new Upsert(write("a=2"), "id", List.of(), OptionalLong.empty());
    write("a=1").append(table, CommitNote.of("ingest"));

    assertThatExceptionOfType(TableChangedException.class)
        .isThrownBy(() -> late.commit(table, CommitNote.of("ingest")))
        .withMessageContaining("changed by someone else")
        .withMessageContaining("repeat the command");
    assertThat(rows(TableReader.of(table))).containsExactly("a=1");
  }

  @Test
  void repeatedCommitOfTheSameNameChangesNothing() {
    Upsert upsert = new Upsert(write("a=1"), "id", List.of(), OptionalLong.empty());
    CommitNote note = CommitNote.of("ingest").withCommitId("run-1");

    SnapshotInfo first = upsert.commit(table, note);
    SnapshotInfo again = upsert.commit(warehouse.existing(Tables.REJECTED), note);

    assertThat(again).isEqualTo(first);
    assertThat(rows(TableReader.of(table))).containsExactly("a=1");
  }

  private WrittenFiles write(String... idsAndReasons) {
    try (TableWriter writer = TableWriter.open(table)) {
      for (String idAndReason : idsAndReasons) {
        Record row = writer.newRow();
        row.setField("id", idAndReason.substring(0, idAndReason.indexOf('=')));
        row.setField("reason", idAndReason.substring(idAndReason.indexOf('=') + 1));
        writer.write(row);
      }
      return writer.complete();
    }
  }

  private static List<String> rows(TableReader reader) {
    try (Stream<String> rows =
        reader.rows(row -> row.getField("id") + "=" + row.getField("reason")).stream()) {
      return rows.toList();
    }
  }
}
