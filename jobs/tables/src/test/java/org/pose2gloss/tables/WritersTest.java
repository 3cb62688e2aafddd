package org.pose2gloss.tables;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several writers of one table at once: each commits whole, or is told to repeat the command. */
class WritersTest {
  private static final int TIMES = 5;

  @TempDir private Path folder;

  @Test
  void writersThatAddRowsAllCommitThoughTheyAreDifferentPrograms() throws Exception {
    try (Warehouse warehouse = TestTables.open(folder)) {
      warehouse.openOrCreate(Tables.REJECTED);
      List<Process> programs = List.of(start("one"), start("two"));
      for (Process program : programs) {
        assertThat(program.waitFor()).isZero();
      }
      assertThat(ids(warehouse.existing(Tables.REJECTED)))
          .hasSize(2 * TIMES)
          .doesNotHaveDuplicates();
    }
  }

  private Process start(String name) throws Exception {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            WritersTest.class.getName(),
            folder.toString(),
            name)
        .inheritIO()
        .start();
  }

  /** One of the programs: adds a row, and another, and another. */
  public static void main(String[] arguments) {
    try (Warehouse warehouse = TestTables.open(Path.of(arguments[0]))) {
      Table table = warehouse.existing(Tables.REJECTED);
      for (int i = 0; i < TIMES; i++) {
        TestTables.write(table, "id", arguments[1] + i).append(table, CommitNote.of("test"));
      }
    }
  }

  @Test
  void preparationsThatAreReplacedAtOnceBothCommit() throws Exception {
    try (Warehouse warehouse = TestTables.open(folder)) {
      warehouse.openOrCreate(Tables.SAMPLES);
    }
    atOnce(() -> replace("p"), () -> replace("q"));

    try (Warehouse warehouse = TestTables.open(folder)) {
      assertThat(ids(warehouse.existing(Tables.SAMPLES)))
          .containsExactlyInAnyOrder("p" + (TIMES - 1), "q" + (TIMES - 1));
    }
  }

  private Void replace(String preparation) {
    try (Warehouse warehouse = TestTables.open(folder)) {
      Table table = warehouse.existing(Tables.SAMPLES);
      for (int i = 0; i < TIMES; i++) {
        try (TableWriter writer = TableWriter.open(table)) {
          Record row = writer.newRow();
          row.setField("preparation", preparation);
          row.setField("id", preparation + i);
          writer.write(row);
          writer.replacePreparation(preparation, CommitNote.of("split"));
        }
      }
    }
    return null;
  }

  @Test
  void ofTwoThatReplaceTheSameRowOneIsToldToRepeatAndTheRowStandsOnce() throws Exception {
    try (Warehouse warehouse = TestTables.open(folder)) {
      Table table = warehouse.openOrCreate(Tables.REJECTED);
      TestTables.write(table, "id", "a", "b").append(table, CommitNote.of("ingest"));
    }
    List<Integer> told = atOnce(this::replaceUntilItHolds, this::replaceUntilItHolds);

    assertThat(told).hasSize(2);
    try (Warehouse warehouse = TestTables.open(folder)) {
      Table table = warehouse.existing(Tables.REJECTED);
      assertThat(ids(table)).containsExactlyInAnyOrder("a", "b");
      // The first version, and one of each replacement: none was lost, none half made.
      assertThat(table.snapshots()).hasSize(1 + 2 * TIMES);
    }
  }

  /** How often it was told that someone else had changed the table. */
  private int replaceUntilItHolds() {
    int told = 0;
    try (Warehouse warehouse = TestTables.open(folder)) {
      Table table = warehouse.existing(Tables.REJECTED);
      for (int done = 0; done < TIMES; ) {
        table.refresh();
        OptionalLong basis = OptionalLong.of(table.currentSnapshot().snapshotId());
        try {
          new Upsert(TestTables.write(table, "id", "a"), "id", List.of("a"), basis)
              .commit(table, CommitNote.of("ingest"));
          done++;
        } catch (TableChangedException e) {
          assertThat(e).hasMessageContaining("repeat the command");
          told++;
        }
      }
    }
    return told;
  }

  private static <T> List<T> atOnce(Callable<T> one, Callable<T> other) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(2);
    try {
      List<T> results = new ArrayList<>();
      for (Future<T> future : pool.invokeAll(List.of(one, other))) {
        results.add(future.get());
      }
      return results;
    } finally {
      pool.shutdownNow();
    }
  }

  private static List<String> ids(Table table) {
    try (Rows<String> rows = TableReader.of(table).rows(row -> (String) row.getField("id"))) {
      return rows.stream().toList();
    }
  }
}
