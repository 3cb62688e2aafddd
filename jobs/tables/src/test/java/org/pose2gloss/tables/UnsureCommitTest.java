package org.pose2gloss.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableOperations;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A catalog whose connection breaks at the moment of a commit: has it taken effect or not? */
class UnsureCommitTest {
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
  void aCommitThatTookEffectIsFoundThoughItFailed() {
    Table broken = breaking(true);

    SnapshotInfo first =
        TestTables.write(broken, "id", "a").append(broken, CommitNote.of("ingest"));

    assertThat(first.addedRows()).isEqualTo(1);
    assertThat(ids()).containsExactly("a");
  }

  @Test
  void rowsInTheirPlaceKeepTheFilesThatSayWhichRowsAreGone() {
    SnapshotInfo first =
        TestTables.write(table, "id", "a", "b").append(table, CommitNote.of("ingest"));
    Table broken = breaking(true);

    new Upsert(
            TestTables.write(broken, "id", "c"),
            "id",
            List.of("b"),
            OptionalLong.of(first.snapshotId()))
        .commit(broken, CommitNote.of("ingest"));

    assertThat(ids()).containsExactlyInAnyOrder("a", "c");
  }

  @Test
  void whatMayHaveTakenEffectIsNamedAndItsFilesStay() {
    SnapshotInfo first =
        TestTables.write(table, "id", "a", "b").append(table, CommitNote.of("ingest"));
    Table broken = breaking(false);
    Upsert upsert =
        new Upsert(
            TestTables.write(broken, "id", "c"),
            "id",
            List.of("b"),
            OptionalLong.of(first.snapshotId()));

    assertThatExceptionOfType(TableUnknownException.class)
        .isThrownBy(() -> upsert.commit(broken, CommitNote.of("ingest")))
        .withMessageContaining("may or may not have taken 1 new rows");

    assertThat(ids()).containsExactlyInAnyOrder("a", "b");
    // Two of rows, one of the place of a row that goes.
    assertThat(parquetFiles()).isEqualTo(3);
  }

  /** The table over a connection that breaks after or before a commit, and works again then. */
  private Table breaking(boolean after) {
    TableOperations works = ((HasTableOperations) table).operations();
    TableOperations breaks =
        (TableOperations)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {TableOperations.class},
                (proxy, method, arguments) -> {
                  boolean isCommit = method.getName().equals("commit");
                  try {
                    Object result = isCommit && !after ? null : method.invoke(works, arguments);
                    if (isCommit) {
                      throw new IllegalStateException("the connection was reset");
                    }
                    return result;
                  } catch (InvocationTargetException e) {
                    throw e.getCause();
                  }
                });
    return new BaseTable(breaks, table.name());
  }

  private List<Object> ids() {
    table.refresh();
    try (Stream<Object> ids =
        TableReader.of(table).select("id").rows(row -> row.getField("id")).stream()) {
      return ids.toList();
    }
  }

  private long parquetFiles() {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".parquet")).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
