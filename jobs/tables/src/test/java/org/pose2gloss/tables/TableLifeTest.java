package org.pose2gloss.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tags, differences and the end of versions. */
class TableLifeTest {
  @TempDir private Path folder;
  private Warehouse warehouse;
  private Table table;

  @BeforeEach
  void open() {
    warehouse = TestTables.open(folder);
    table = warehouse.openOrCreate(Tables.LANDMARKS);
  }

  @AfterEach
  void close() {
    warehouse.close();
  }

  @Test
  void tagNamesAVersionAndWritesNoData() throws IOException {
    SnapshotInfo first = append("a=1");
    append("b=1");
    Set<Path> before = parquetFiles();

    OptionalLong none = TableTags.tag(table, "stable", Long.toString(first.snapshotId()), false);

    assertThat(none).isEmpty();
    assertThat(TableVersions.find(table, "stable")).isEqualTo(first);
    assertThat(TableTags.of(table)).isEqualTo(Map.of("stable", first.snapshotId()));
    assertThat(parquetFiles()).isEqualTo(before);
  }

  @Test
  void tagMovesOnlyWhenToldSo() {
    SnapshotInfo first = append("a=1");
    TableTags.tag(table, "stable", "", false);
    SnapshotInfo second = append("b=1");

    assertThatExceptionOfType(TableException.class)
        .isThrownBy(() -> TableTags.tag(table, "stable", "", false))
        .withMessageContaining("already names the version " + first.snapshotId())
        .withMessageContaining("--force");
    assertThat(TableTags.tag(table, "stable", "", true)).hasValue(first.snapshotId());
    assertThat(TableVersions.find(table, "stable")).isEqualTo(second);
    // The same again is no mistake.
    assertThat(TableTags.tag(table, "stable", "", false)).hasValue(second.snapshotId());
  }

  @Test
  void mistakesWithTagsAreSentences() {
    append("a=1");

    for (String name : List.of("", "7", "two words", "a/b")) {
      assertThatExceptionOfType(TableException.class)
          .isThrownBy(() -> TableTags.tag(table, name, "", false))
          .withMessageContaining("cannot be a tag");
    }
    assertThatExceptionOfType(TableException.class)
        .isThrownBy(() -> TableTags.tag(table, "main", "", true))
        .withMessageContaining("is a branch");
    assertThatExceptionOfType(TableException.class)
        .isThrownBy(() -> TableTags.tag(table, "stable", "12345", false))
        .withMessageContaining("no version '12345'");
    assertThatExceptionOfType(TableException.class)
        .isThrownBy(() -> TableTags.untag(table, "stable"))
        .withMessageContaining("no tag 'stable'");
  }

  @Test
  void differenceTellsAddedRemovedAndChangedRows() {
    append("a=1", "b=1", "c=1");
    TableTags.tag(table, "old", "", false);
    SnapshotInfo now = replace(List.of("b", "c"), "b=2", "d=1", "e=1");

    TableDifference difference = TableComparison.of(table, "old", "", 1);

    assertThat(difference.rows()).isEqualTo(new TableDifference.Counts(2, 1, 1));
    assertThat(difference.changedColumns()).isEqualTo(Map.of("source_sha256", 1L));
    assertThat(difference.key()).containsExactly("id");
    assertThat(difference.to()).isEqualTo(now.snapshotId());
    assertThat(difference.addedSample()).containsExactly("d");
    assertThat(difference.removedSample()).containsExactly("c");
    assertThat(difference.changedSample()).containsExactly("b");
    assertThat(TableComparison.of(table, "old", "old", 10).isNothing()).isTrue();
  }

  @Test
  void differenceReadsOnlyFilesThatNotBothVersionsHave() {
    append("a=1", "b=1");
    SnapshotInfo before = append("c=1");
    append("d=1");

    TableDifference difference =
        TableComparison.of(table, Long.toString(before.snapshotId()), "", 10);

    assertThat(difference.filesRead()).isEqualTo(1);
    assertThat(difference.rows()).isEqualTo(new TableDifference.Counts(1, 0, 0));
  }

  @Test
  void differenceOfAPreparedTableCountsByGlossAndSplit() {
    Table examples = warehouse.openOrCreate(Tables.SAMPLES);
    try (TableWriter writer = TableWriter.open(examples)) {
      sample(writer, "p", "1", "BOOK", "train");
      sample(writer, "q", "1", "BOOK", "train");
      writer.append(CommitNote.of("split"));
    }
    TableTags.tag(examples, "old", "", false);
    try (TableWriter writer = TableWriter.open(examples)) {
      sample(writer, "p", "1", "BOOK", "test");
      sample(writer, "p", "2", "DRINK", "train");
      writer.replacePreparation("p", CommitNote.of("split"));
    }

    TableDifference difference = TableComparison.of(examples, "old", "", 10);

    assertThat(difference.key()).containsExactly("preparation", "id");
    assertThat(difference.rows()).isEqualTo(new TableDifference.Counts(1, 0, 1));
    assertThat(difference.byGloss())
        .isEqualTo(
            Map.of(
                "BOOK", new TableDifference.Counts(0, 0, 1),
                "DRINK", new TableDifference.Counts(1, 0, 0)));
    assertThat(difference.bySplit())
        .isEqualTo(
            Map.of(
                "test", new TableDifference.Counts(0, 0, 1),
                "train", new TableDifference.Counts(1, 0, 0)));
    assertThat(difference.changedSample()).containsExactly("p/1");
  }

  private static void sample(
      TableWriter writer, String preparation, String id, String gloss, String split) {
    Record row = writer.newRow();
    row.setField("preparation", preparation);
    row.setField("id", id);
    row.setField("gloss", gloss);
    row.setField("split", split);
    writer.write(row);
  }

  @Test
  void expiryDeletesExactlyWhatNoVersionThatStaysNeeds() throws IOException {
    append("a=1", "b=1");
    replace(List.of("a"), "a=2");
    TableTags.tag(table, "stable", "", false);
    SnapshotInfo third = replace(List.of("a", "b"), "a=3");
    SnapshotInfo fourth = replace(List.of("a"), "a=4");
    Set<Path> before = parquetFiles();
    Expiry all = new Expiry(Instant.now().plusSeconds(60), 1);

    Expiry.Expired told = all.of(table);
    assertThat(parquetFiles()).isEqualTo(before);
    Expiry.Expired done = all.apply(table);

    assertThat(done).isEqualTo(told);
    assertThat(table.snapshots()).hasSize(2);
    assertThat(rows("stable")).containsExactlyInAnyOrder("a=2", "b=1");
    assertThat(rows("")).containsExactly("a=4");
    Set<Path> needed =
        VersionFiles.of(table, table.snapshots()).bytesOf().keySet().stream()
            .filter(file -> file.endsWith(".parquet"))
            .map(file -> Path.of(file.substring("file:".length())))
            .collect(Collectors.toSet());
    assertThat(parquetFiles()).isEqualTo(needed);
    Set<Path> gone = new TreeSet<>(before);
    gone.removeAll(needed);
    assertThat(done.files().bytesOf().keySet().stream().filter(file -> file.endsWith(".parquet")))
        .hasSize(gone.size());
    assertThat(done.snapshots()).contains(third.snapshotId()).doesNotContain(fourth.snapshotId());
    assertThatExceptionOfType(TableException.class)
        .isThrownBy(() -> TableVersions.find(table, Long.toString(third.snapshotId())))
        .withMessageContaining("or no longer");
  }

  @Test
  void youngVersionsAndAsManyAsWantedStay() {
    append("a=1");
    append("b=1");
    append("c=1");

    assertThat(new Expiry(Instant.now().minusSeconds(3600), 1).apply(table).snapshots()).isEmpty();
    assertThat(new Expiry(Instant.now().plusSeconds(60), 2).apply(table).snapshots()).hasSize(1);
    assertThatExceptionOfType(TableException.class)
        .isThrownBy(() -> new Expiry(Instant.now(), 0))
        .withMessageContaining("the newest always stays");
  }

  @Test
  void aFileHasOneFileOfDeletionsHoweverOftenItsRowsAreReplaced() {
    append("a=1", "b=1", "c=1", "d=1");
    replace(List.of("a"), "a=2");
    replace(List.of("b"), "b=2");
    SnapshotInfo now = replace(List.of("c"), "c=2");

    assertThat(rows("")).containsExactlyInAnyOrder("a=2", "b=2", "c=2", "d=1");
    assertThat(now.rows()).isEqualTo(4);
    assertThat(now.summary()).containsEntry("total-delete-files", "1");
    assertThat(now.summary()).containsEntry("total-equality-deletes", "0");
  }

  @Test
  void rowsComeInTheOrderInWhichTheyWereCommitted() {
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      append(i + "=1", i + "b=1");
      expected.addAll(List.of(i + "=1", i + "b=1"));
    }
    assertThat(rows("")).isEqualTo(expected);
  }

  @Test
  void readingHandsTouchesNoByteOfFaces() throws IOException {
    float[] hand = numbers(63 * 60);
    float[] face = numbers(1434 * 60);
    try (TableWriter writer = TableWriter.open(table)) {
      for (int i = 0; i < 20; i++) {
        Record row = row(writer, "v" + i, "1");
        row.setField("right_hand", FloatList.of(hand));
        row.setField("face", FloatList.of(face));
        writer.write(row);
      }
      writer.append(CommitNote.of("extract"));
    }

    long all = bytesRead(TableReader.of(table));
    long hands = bytesRead(TableReader.of(table).select("id", "right_hand"));

    // Hands are 63 of 1497 numbers a frame; Parquet's footer and small columns come on top.
    assertThat(hands).isLessThan(all / 12);
  }

  private static long bytesRead(TableReader reader) {
    long before = localBytesRead();
    try (Rows<Record> rows = reader.rows()) {
      rows.forEach(row -> assertThat(row.getField("right_hand")).isNotNull());
    }
    return localBytesRead() - before;
  }

  @SuppressWarnings("deprecation") // What replaced it counts operations, not bytes.
  private static long localBytesRead() {
    return org.apache.hadoop.fs.FileSystem.getAllStatistics().stream()
        .filter(statistics -> statistics.getScheme().equals("file"))
        .mapToLong(org.apache.hadoop.fs.FileSystem.Statistics::getBytesRead)
        .sum();
  }

  private static float[] numbers(int count) {
    java.util.Random random = new java.util.Random(1);
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = random.nextFloat();
    }
    return numbers;
  }

  private SnapshotInfo append(String... idsAndContents) {
    return write(idsAndContents).append(table, CommitNote.of("extract"));
  }

  private SnapshotInfo replace(List<String> ids, String... idsAndContents) {
    return new Upsert(
            write(idsAndContents), "id", ids, OptionalLong.of(table.currentSnapshot().snapshotId()))
        .commit(table, CommitNote.of("extract"));
  }

  private WrittenFiles write(String... idsAndContents) {
    try (TableWriter writer = TableWriter.open(table)) {
      for (String one : idsAndContents) {
        int equals = one.indexOf('=');
        writer.write(row(writer, one.substring(0, equals), one.substring(equals + 1)));
      }
      return writer.complete();
    }
  }

  private static Record row(TableWriter writer, String id, String content) {
    Record row = writer.newRow();
    row.setField("id", id);
    row.setField("source_sha256", content);
    row.setField("frames", 1);
    return row;
  }

  private List<String> rows(String version) {
    table.refresh();
    TableReader reader = TableReader.of(table).at(TableVersions.find(table, version).snapshotId());
    try (Stream<String> rows =
        reader.rows(row -> row.getField("id") + "=" + row.getField("source_sha256")).stream()) {
      return rows.toList();
    }
  }

  private Set<Path> parquetFiles() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(path -> path.toString().endsWith(".parquet"))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }
}
