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
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.FileAppender;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.parquet.ParquetUtil;
import org.apache.iceberg.shaded.org.apache.parquet.hadoop.ParquetWriter;
import org.apache.iceberg.shaded.org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.iceberg.shaded.org.apache.parquet.hadoop.metadata.CompressionCodecName;
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
  private final MetricsConfig metricsConfig;
  private final ParquetOutput output;
  private final ParquetWriter<Record> writer;
  private boolean closed;
  private boolean failed;

  RowAppender(Table table, OutputFile file) throws IOException {
    this.metricsConfig = MetricsConfig.forTable(table);
    this.output = new ParquetOutput(file);
    this.writer = new Builder(table, output).build();
  }

  /** Whether a table asks for this way to write, and has no column that it cannot write. */
  static boolean isFor(Table table) {
    return PropertyUtil.propertyAsBoolean(table.properties(), TableSchema.BYTE_STREAM_SPLIT, false)
        && RowWriteSupport.supports(table.schema());
  }

  @Override
  public void add(Record row) {
    boolean written = false;
    try {
      writer.write(row);
      written = true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      failed |= !written;
    }
  }

  @Override
  public Metrics metrics() {
    // Parquet gives up a file that a row could not be added to: there is nothing to measure.
    return failed
        ? new Metrics(0L)
        : ParquetUtil.footerMetrics(writer.getFooter(), Stream.empty(), metricsConfig);
  }

  @Override
  public long length() {
    return closed ? output.length() : writer.getDataSize();
  }

  @Override
  public List<Long> splitOffsets() {
    return failed ? List.of() : ParquetUtil.getSplitOffsets(writer.getFooter());
  }

  @Override
  public void close() throws IOException {
    if (!closed) {
      closed = true;
      writer.close();
    }
  }

  /** A writer as the table's properties want it. */
  private static final class Builder extends ParquetWriter.Builder<Record, Builder> {
    private final Schema schema;

    Builder(Table table, ParquetOutput output) {
      super(output);
      this.schema = table.schema();
      Map<String, String> properties = table.properties();
      withCompressionCodec(
          CompressionCodecName.valueOf(
              properties
                  .getOrDefault(TableProperties.PARQUET_COMPRESSION, "zstd")
                  .toUpperCase(Locale.ROOT)));
      Configuration configuration = new Configuration(false);
      String level = properties.get(TableProperties.PARQUET_COMPRESSION_LEVEL);
      if (level != null) {
        configuration.set("parquet.compression.codec.zstd.level", level);
      }
      withConf(configuration);
      withRowGroupSize(
          (long)
              number(
                  properties,
                  TableProperties.PARQUET_ROW_GROUP_SIZE_BYTES,
                  TableProperties.PARQUET_ROW_GROUP_SIZE_BYTES_DEFAULT));
      withPageSize(
          number(
              properties,
              TableProperties.PARQUET_PAGE_SIZE_BYTES,
              TableProperties.PARQUET_PAGE_SIZE_BYTES_DEFAULT));
      withPageRowCountLimit(
          number(
              properties,
              TableProperties.PARQUET_PAGE_ROW_LIMIT,
              TableProperties.PARQUET_PAGE_ROW_LIMIT_DEFAULT));
      withMinRowCountForPageSizeCheck(
          number(
              properties,
              TableProperties.PARQUET_ROW_GROUP_CHECK_MIN_RECORD_COUNT,
              TableProperties.PARQUET_ROW_GROUP_CHECK_MIN_RECORD_COUNT_DEFAULT));
      withMaxRowCountForPageSizeCheck(
          number(
              properties,
              TableProperties.PARQUET_ROW_GROUP_CHECK_MAX_RECORD_COUNT,
              TableProperties.PARQUET_ROW_GROUP_CHECK_MAX_RECORD_COUNT_DEFAULT));
      // A column with a dictionary is not split; text keeps its own.
      withByteStreamSplitEncoding(true);
      for (String leaf : RowWriteSupport.floatLeaves(schema)) {
        withDictionaryEncoding(leaf, false);
        withStatisticsEnabled(leaf, false);
        withSizeStatisticsEnabled(leaf, false);
      }
    }

    private static int number(Map<String, String> properties, String key, int otherwise) {
      return PropertyUtil.propertyAsInt(properties, key, otherwise);
    }

    @Override
    protected Builder self() {
      return this;
    }

    @SuppressWarnings("deprecation") // Abstract: what is to replace it calls it.
    @Override
    protected WriteSupport<Record> getWriteSupport(Configuration configuration) {
      return new RowWriteSupport(schema);
    }
  }
}
