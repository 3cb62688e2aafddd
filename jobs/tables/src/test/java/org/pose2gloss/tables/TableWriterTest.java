package org.pose2gloss.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.iceberg.SerializableTable;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expressions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableWriterTest {
  @TempDir private Path folder;
  private Warehouse warehouse;

  @BeforeEach
  void open() {
    warehouse = TestTables.open(folder);
  }

  @AfterEach
  void close() {
    warehouse.close();
  }

  @Test
  void rowsComeBackAsTheyWereWrittenWithNullsAndNotANumbers() {
    Table table = warehouse.openOrCreate(Tables.LANDMARKS);
    float[] hand = {0.25f, Float.NaN, -0.0f, Float.MIN_VALUE, 1.5f};
    try (TableWriter writer = TableWriter.open(table)) {
      Record row = writer.newRow();
      row.setField("id", "07069");
      row.setField("source_sha256", "ab".repeat(32));
      row.setField("right_hand", FloatList.of(hand));
      row.setField("right_hand_coverage", Float.NaN);
      writer.write(row);
      writer.append(CommitNote.of("extract"));
    }

    try (Rows<Record> rows = TableReader.of(table).rows()) {
      Record row = rows.iterator().next();
      // Bit by bit: NaN and negative zero are told apart from other numbers.
      assertThat(FloatList.toArray(row.getField("right_hand"))).containsExactly(hand);
      assertThat(row.getField("right_hand_coverage")).isEqualTo(Float.NaN);
      assertThat(row.getField("gloss")).isNull();
      assertThat(FloatList.toArray(row.getField("face"))).isNull();
    }
  }

  @Test
  void snapshotTellsWhoMadeItAndHowMuchItHolds() {
    Table table = warehouse.openOrCreate(Tables.REJECTED);

    SnapshotInfo first = appendReasons(table, "a", "b");
    SnapshotInfo second = appendReasons(table, "c");

    assertThat(first.rows()).isEqualTo(2);
    assertThat(second.rows()).isEqualTo(3);
    assertThat(second.addedRows()).isEqualTo(1);
    assertThat(second.bytes()).isGreaterThan(first.bytes());
    assertThat(second.table()).isEqualTo("local.pose2gloss.rejected");
    assertThat(second.summary())
        .containsEntry("pose2gloss.job", "ingest")
        .containsEntry("pose2gloss.run-id", "run-1")
        .containsEntry("sources", "one");
    assertThat(warehouse.currentSnapshot(Tables.REJECTED)).contains(second);
  }

  @Test
  void repeatedCommitOfTheSameNameChangesNothing() {
    Table table = warehouse.openOrCreate(Tables.REJECTED);
    CommitNote note = CommitNote.of("ingest").withCommitId("run-7");
    WrittenFiles files = TestTables.write(table, "reason", "a");

    SnapshotInfo first = files.append(table, note);
    appendReasons(table, "b");
    SnapshotInfo again = files.append(warehouse.existing(Tables.REJECTED), note);

    assertThat(again).isEqualTo(first);
    assertThat(warehouse.currentSnapshot(Tables.REJECTED).orElseThrow().rows()).isEqualTo(2);
  }

  @Test
  void projectionAndFilterReadOnlyWhatIsAskedFor() {
    Table table = warehouse.openOrCreate(Tables.REJECTED);
    SnapshotInfo before = appendReasons(table, "a", "b");
    appendReasons(table, "c");
    TableReader reader =
        TableReader.of(table).select("reason").where(Expressions.notEqual("reason", "a"));

    assertThat(reasons(reader)).containsExactlyInAnyOrder("b", "c");
    assertThat(reasons(reader.at(before.snapshotId()))).containsExactly("b");
    try (Rows<Record> rows = reader.rows()) {
      assertThat(rows.iterator().next().struct().fields())
          .singleElement()
          .satisfies(field -> assertThat(field.name()).isEqualTo("reason"));
    }
    assertThatExceptionOfType(TableException.class)
        .isThrownBy(() -> reader.select("raison"))
        .withMessageContaining("no column 'raison'");
  }

  @Test
  void replacingOnePreparationLeavesTheFilesOfOthersAlone() {
    Table table = warehouse.openOrCreate(Tables.EXAMPLES);
    try (TableWriter writer = TableWriter.open(table)) {
      writer.write(TestTables.example(writer, "small", "train", "1", new float[] {1, 0, 0}));
      writer.write(TestTables.example(writer, "large", "train", "2", new float[] {2, 0, 0}));
      writer.write(TestTables.example(writer, "small", "test", "3", new float[] {3, 0, 0}));
      writer.append(CommitNote.of("transform"));
    }
    List<String> largeBefore = files(table, "large");

    try (TableWriter writer = TableWriter.open(table)) {
      writer.write(
          TestTables.example(writer, "small", "train", "4", new float[] {4, 5, Float.NaN}));
      SnapshotInfo replaced = writer.replacePreparation("small", CommitNote.of("transform"));
      assertThat(replaced.rows()).isEqualTo(2);
    }

    assertThat(files(table, "large")).isEqualTo(largeBefore).hasSize(1);
    try (Rows<ExampleTable.Row> rows = ExampleTable.read(warehouse, "small", "train")) {
      assertThat(rows)
          .singleElement()
          .satisfies(
              row -> {
                assertThat(row.id()).isEqualTo("4");
                assertThat(row.points()).isEqualTo(1);
                assertThat(row.xyz()).containsExactly(4, 5, Float.NaN);
              });
    }
    assertThat(ExampleTable.count(table, "small", "test")).isZero();
    assertThat(ExampleTable.count(table, "large", "train")).isEqualTo(1);
  }

  @Test
  void paddingOfExamplesIsLeftOutAndTooFewNumbersAreSaid() {
    Table table = warehouse.openOrCreate(Tables.EXAMPLES);
    try (TableWriter writer = TableWriter.open(table)) {
      Record padded =
          TestTables.example(writer, "p", "train", "1", new float[] {1, 2, 3, -100, -100, -100});
      padded.setField("points", 1);
      writer.write(padded);
      Record few = TestTables.example(writer, "p", "test", "2", new float[] {1, 2, 3});
      few.setField("frames", 2);
      writer.write(few);
      writer.append(CommitNote.of("transform"));
    }

    try (Rows<ExampleTable.Row> rows = ExampleTable.read(warehouse, "p", "train")) {
      assertThat(rows.iterator().next().xyz()).containsExactly(1, 2, 3);
    }
    assertThat(ExampleTable.landmarks(table, "p")).contains("face:4");
    assertThat(ExampleTable.landmarks(table, "q")).isEmpty();
    try (Rows<ExampleTable.Row> rows = ExampleTable.read(warehouse, "p", "test")) {
      assertThatExceptionOfType(TableException.class)
          .isThrownBy(() -> rows.iterator().next())
          .withMessageContaining("example 2 holds 3 numbers");
    }
  }

  @Test
  void rowsOfAnotherPreparationAreNotTakenInAReplacement() {
    Table table = warehouse.openOrCreate(Tables.EXAMPLES);
    try (TableWriter writer = TableWriter.open(table)) {
      writer.write(TestTables.example(writer, "large", "train", "2", new float[] {2, 0, 0}));
      assertThatExceptionOfType(TableException.class)
          .isThrownBy(() -> writer.replacePreparation("small", CommitNote.of("transform")))
          .withMessageContaining("nothing was changed");
    }
    table.refresh();
    assertThat(table.currentSnapshot()).isNull();
  }

  @Test
  void writerThatIsNotCommittedLeavesNoFile() throws IOException {
    Table table = warehouse.openOrCreate(Tables.EXAMPLES);
    try (TableWriter writer = TableWriter.open(table)) {
      writer.write(TestTables.example(writer, "small", "train", "1", new float[] {1, 0, 0}));
    }

    assertThat(dataFiles()).isEmpty();
    assertThat(table.currentSnapshot()).isNull();
  }

  @Test
  void filesOfAnUnwantedWorkerAreDeleted() throws IOException {
    Table table = warehouse.openOrCreate(Tables.REJECTED);
    WrittenFiles files = TestTables.write(table, "reason", "a");
    assertThat(dataFiles()).hasSize(1);

    files.delete(table);

    assertThat(dataFiles()).isEmpty();
  }

  @Test
  void filesOfManyWorkersAreCommittedAtOnce() {
    Table table = warehouse.openOrCreate(Tables.REJECTED);
    Table onWorker = SerializableTable.copyOf(table);

    WrittenFiles all =
        WrittenFiles.union(
            List.of(
                TestTables.write(onWorker, "reason", "a", "b"),
                TestTables.write(onWorker, "reason", "c")));
    SnapshotInfo snapshot = all.append(table, CommitNote.of("ingest"));

    assertThat(all.rows()).isEqualTo(3);
    assertThat(snapshot.addedRows()).isEqualTo(3);
    assertThat(table.snapshots()).hasSize(1);
    assertThat(reasons(TableReader.of(table))).containsExactlyInAnyOrder("a", "b", "c");
  }

  @Test
  void nullInARequiredColumnIsRefused() {
    Table table = warehouse.openOrCreate(Tables.EXAMPLES);
    try (TableWriter writer = TableWriter.open(table)) {
      assertThatExceptionOfType(TableException.class)
          .isThrownBy(() -> writer.write(writer.newRow()))
          .withMessageContaining("local.pose2gloss.examples");
    }
  }

  private static SnapshotInfo appendReasons(Table table, String... reasons) {
    return TestTables.write(table, "reason", reasons)
        .append(table, CommitNote.of("ingest").withRunId("run-1").with("sources", "one"));
  }

  private static List<String> reasons(TableReader reader) {
    try (Stream<String> rows = reader.rows(row -> (String) row.getField("reason")).stream()) {
      return rows.toList();
    }
  }

  private static List<String> files(Table table, String preparation) {
    List<String> paths = new java.util.ArrayList<>();
    try (var tasks =
        table.newScan().filter(Expressions.equal("preparation", preparation)).planFiles()) {
      tasks.forEach(task -> paths.add(task.file().location()));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return paths;
  }

  private List<Path> dataFiles() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(path -> path.toString().endsWith(".parquet")).toList();
    }
  }
}
