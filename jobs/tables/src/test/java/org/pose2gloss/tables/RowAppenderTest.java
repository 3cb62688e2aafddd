package org.pose2gloss.tables;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.shaded.org.apache.parquet.column.Encoding;
import org.apache.iceberg.shaded.org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.iceberg.shaded.org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Our writer and reader of float arrays, each against Iceberg's own. */
class RowAppenderTest {
  private static final int ROWS = 50;

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
  void icebergReadsWhatWeWriteAndWeReadWhatIcebergWrites() throws IOException {
    Table ours = warehouse.openOrCreate(Tables.LANDMARKS);
    assertThat(RowAppender.isFor(ours)).isTrue();
    List<Record> written = write(ours);
    assertThat(icebergReads(ours)).isEqualTo(written);
    assertThat(weRead(ours)).isEqualTo(written);

    ours.updateProperties().set(TableSchema.BYTE_STREAM_SPLIT, "false").commit();
    ours.newDelete().deleteFromRowFilter(Expressions.alwaysTrue()).commit();
    assertThat(RowAppender.isFor(ours)).isFalse();
    write(ours);
    assertThat(icebergReads(ours)).isEqualTo(written);
    assertThat(weRead(ours)).isEqualTo(written);
  }

  @Test
  void floatsAreSplitAndFilesHaveTheMetricsThatIcebergGivesThem() throws IOException {
    Table table = warehouse.openOrCreate(Tables.LANDMARKS);
    write(table);
    FileScanTask ours = FileRows.plan(table.newScan()).get(0);
    table.updateProperties().set(TableSchema.BYTE_STREAM_SPLIT, "false").commit();
    write(table);
    FileScanTask icebergs = FileRows.plan(table.newScan()).get(1);

    assertThat(encodings(ours, "face")).contains(Encoding.BYTE_STREAM_SPLIT);
    // Spark's reader of narrow columns refuses split ones, dictionary or not.
    assertThat(encodings(ours, "pose_coverage")).doesNotContain(Encoding.BYTE_STREAM_SPLIT);
    assertThat(encodings(icebergs, "face")).doesNotContain(Encoding.BYTE_STREAM_SPLIT);
    assertThat(ours.file().recordCount()).isEqualTo(ROWS);
    assertThat(ours.file().fileSizeInBytes())
        .isEqualTo(Path.of(ours.file().location().substring("file:".length())).toFile().length());
    assertThat(ours.file().lowerBounds()).isEqualTo(icebergs.file().lowerBounds());
    assertThat(ours.file().upperBounds()).isEqualTo(icebergs.file().upperBounds());
    assertThat(ours.file().nullValueCounts()).isEqualTo(icebergs.file().nullValueCounts());
    assertThat(ours.file().splitOffsets()).isNotEmpty();
  }

  private static List<Encoding> encodings(FileScanTask task, String column) throws IOException {
    var file =
        org.apache.iceberg.shaded.org.apache.parquet.hadoop.util.HadoopInputFile.fromPath(
            new org.apache.hadoop.fs.Path(task.file().location()), new Configuration());
    try (ParquetFileReader reader = ParquetFileReader.open(file)) {
      return reader.getFooter().getBlocks().get(0).getColumns().stream()
          .filter(chunk -> chunk.getPath().toArray()[0].equals(column))
          .map(ColumnChunkMetaData::getEncodings)
          .flatMap(java.util.Collection::stream)
          .toList();
    }
  }

  private static List<Record> write(Table table) {
    Random random = new Random(1);
    List<Record> rows = new ArrayList<>();
    try (TableWriter writer = TableWriter.open(table)) {
      for (int i = 0; i < ROWS; i++) {
        Record row = writer.newRow();
        row.setField("id", "id" + i);
        row.setField("source_sha256", "x");
        row.setField("frames", i);
        row.setField("graph", i % 3 == 0 ? null : "holistic");
        row.setField(
            "extracted_at", OffsetDateTime.of(2026, 1, 2, 3, 4, i % 60, 5000, ZoneOffset.UTC));
        row.setField("pose_coverage", i % 20 == 0 ? Float.NaN : random.nextFloat());
        row.setField("right_hand", i % 5 == 0 ? null : FloatList.of(numbers(random, 63 * (i % 7))));
        row.setField("face", FloatList.of(numbers(random, 1434 * (i % 4))));
        writer.write(row);
        rows.add(row);
      }
      writer.append(CommitNote.of("test"));
    }
    return rows;
  }

  private static float[] numbers(Random random, int count) {
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = i % 11 == 0 ? Float.NaN : i % 13 == 0 ? -0.0f : random.nextFloat();
    }
    return numbers;
  }

  private static List<Record> icebergReads(Table table) throws IOException {
    List<Record> rows = new ArrayList<>();
    try (CloseableIterable<Record> all = IcebergGenerics.read(table).build()) {
      all.forEach(rows::add);
    }
    return rows;
  }

  private static List<Record> weRead(Table table) {
    List<Record> rows = new ArrayList<>();
    try (Rows<Record> all = TableReader.of(table).rows()) {
      for (Record row : all) {
        assertThat(row.getField("face")).isInstanceOf(FloatList.class);
        rows.add(row);
      }
    }
    return rows;
  }
}
