package org.pose2gloss.tables;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.Metrics;
import org.apache.iceberg.MetricsConfig;
import org.apache.iceberg.SchemaParser;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.FileAppender;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.parquet.ParquetUtil;
import org.apache.iceberg.shaded.org.apache.parquet.column.ColumnWriteStore;
import org.apache.iceberg.shaded.org.apache.parquet.column.ParquetProperties;
import org.apache.iceberg.shaded.org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.iceberg.shaded.org.apache.parquet.hadoop.CodecFactory;
import org.apache.iceberg.shaded.org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.iceberg.shaded.org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.iceberg.shaded.org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.iceberg.shaded.org.apache.parquet.schema.MessageType;
import org.apache.iceberg.util.PropertyUtil;

/**
 * Writes a Parquet file of a table with its floats split into their bytes (Parquet's encoding
 * BYTE_STREAM_SPLIT): the exponents of landmarks are much alike and compress well where they stand
 * side by side, while the low bits of the mantissa are noise.
 *
 * <p>Iceberg's writer knows the encoding and has no property to ask for it; any reader of Parquet
 * 2.8 or newer reads it.
 */
final class RowAppender implements FileAppender<Record> {
  /** How far Parquet may shift a group of rows to fit blocks of the file system: not at all. */
  private static final int NO_PADDING = 0;

  /** Rows from one look at the size of the group to the next. */
  private static final int ROWS_A_CHECK = 10;

  private final Table table;
  private final ParquetOutput output;
  private final MessageType schema;
  private final RowColumns columns;
  private final ParquetProperties properties;
  private final CompressionCodecFactory codecs;
  private final CompressionCodecFactory.BytesInputCompressor compressor;
  private final long groupBytes;
  private final ParquetFileWriter file;
  private ColumnChunkPageWriteStore pages;
  private ColumnWriteStore group;
  private long rowsOfGroup;
  private boolean closed;
  private boolean failed;

  RowAppender(Table table, OutputFile file) throws IOException {
    this.table = table;
    this.output = new ParquetOutput(file);
    this.columns = new RowColumns(table.schema());
    this.schema = columns.fileSchema();
    this.properties = properties(table.properties(), columns.floatLeaves());
    this.codecs = new CodecFactory(codecs(table.properties()), properties.getPageSizeThreshold());
    this.compressor =
        codecs.getCompressor(
            CompressionCodecName.valueOf(
                table
                    .properties()
                    .getOrDefault(TableProperties.PARQUET_COMPRESSION, "zstd")
                    .toUpperCase(Locale.ROOT)));
    this.groupBytes =
        number(
            table.properties(),
            TableProperties.PARQUET_ROW_GROUP_SIZE_BYTES,
            TableProperties.PARQUET_ROW_GROUP_SIZE_BYTES_DEFAULT);
    this.file =
        new ParquetFileWriter(
            output,
            schema,
            ParquetFileWriter.Mode.CREATE,
            groupBytes,
            NO_PADDING,
            null,
            properties);
    this.file.start();
    beginGroup();
  }

  /** Whether a table asks for this way to write, and has no column that it cannot write. */
  static boolean isFor(Table table) {
    return PropertyUtil.propertyAsBoolean(table.properties(), TableSchema.BYTE_STREAM_SPLIT, false)
        && RowColumns.supports(table.schema());
  }

  private static ParquetProperties properties(Map<String, String> table, List<String> floatLeaves) {
    ParquetProperties.Builder builder =
        ParquetProperties.builder()
            .withPageSize(
                number(
                    table,
                    TableProperties.PARQUET_PAGE_SIZE_BYTES,
                    TableProperties.PARQUET_PAGE_SIZE_BYTES_DEFAULT))
            .withPageRowCountLimit(
                number(
                    table,
                    TableProperties.PARQUET_PAGE_ROW_LIMIT,
                    TableProperties.PARQUET_PAGE_ROW_LIMIT_DEFAULT))
            .withMinRowCountForPageSizeCheck(
                number(
                    table,
                    TableProperties.PARQUET_ROW_GROUP_CHECK_MIN_RECORD_COUNT,
                    TableProperties.PARQUET_ROW_GROUP_CHECK_MIN_RECORD_COUNT_DEFAULT))
            .withMaxRowCountForPageSizeCheck(
                number(
                    table,
                    TableProperties.PARQUET_ROW_GROUP_CHECK_MAX_RECORD_COUNT,
                    TableProperties.PARQUET_ROW_GROUP_CHECK_MAX_RECORD_COUNT_DEFAULT));
    for (String leaf : floatLeaves) {
      // Of arrays alone: Iceberg's vectorized reader, which Spark uses for other columns, cannot
      // read split ones. A column with a dictionary would not be split.
      builder.withByteStreamSplitEncoding(leaf, true);
      builder.withDictionaryEncoding(leaf, false);
      builder.withStatisticsEnabled(leaf, false);
      builder.withSizeStatisticsEnabled(leaf, false);
    }
    return builder.build();
  }

  private static Configuration codecs(Map<String, String> table) {
    Configuration configuration = new Configuration(false);
    String level = table.get(TableProperties.PARQUET_COMPRESSION_LEVEL);
    if (level != null) {
      configuration.set("parquet.compression.codec.zstd.level", level);
    }
    return configuration;
  }

  private static int number(Map<String, String> properties, String key, int otherwise) {
    return PropertyUtil.propertyAsInt(properties, key, otherwise);
  }

  private void beginGroup() {
    pages =
        new ColumnChunkPageWriteStore(
            compressor,
            schema,
            properties.getAllocator(),
            properties.getColumnIndexTruncateLength(),
            properties.getPageWriteChecksumEnabled());
    group = properties.newColumnWriteStore(schema, pages, pages);
    columns.begin(group);
    rowsOfGroup = 0;
  }

  @Override
  public void add(Record row) {
    boolean written = false;
    try {
      columns.write(row);
      group.endRecord();
      rowsOfGroup++;
      if (rowsOfGroup % ROWS_A_CHECK == 0 && group.getBufferedSize() >= groupBytes) {
        endGroup();
        beginGroup();
      }
      written = true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      failed |= !written;
    }
  }

  private void endGroup() throws IOException {
    try {
      if (rowsOfGroup > 0) {
        file.startBlock(rowsOfGroup);
        group.flush();
        pages.flushToFileWriter(file);
        file.endBlock();
      }
    } finally {
      group.close();
      pages.close();
    }
  }

  @Override
  public Metrics metrics() {
    // A file that a row could not be added to is given up: there is nothing to measure.
    return failed
        ? new Metrics(0L)
        : ParquetUtil.footerMetrics(
            file.getFooter(), Stream.empty(), MetricsConfig.forTable(table));
  }

  @Override
  public long length() {
    try {
      return closed ? output.length() : file.getPos() + group.getBufferedSize();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public List<Long> splitOffsets() {
    return failed ? List.of() : ParquetUtil.getSplitOffsets(file.getFooter());
  }

  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    try (ParquetFileWriter ending = file) {
      if (failed) {
        group.close();
        pages.close();
      } else {
        endGroup();
        ending.end(Map.of("iceberg.schema", SchemaParser.toJson(table.schema())));
      }
    } finally {
      codecs.release();
    }
  }
}
