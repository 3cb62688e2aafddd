package org.pose2gloss.pipelines.ingest;

import java.io.Serializable;
import java.time.OffsetDateTime;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.apache.iceberg.data.Record;
import org.pose2gloss.tables.TableWriter;
import org.pose2gloss.tables.Tables;
import org.pose2gloss.tables.WrittenFiles;

/**
 * Writes rows into data files that are not yet part of the table.
 *
 * <p>All rows of a run go through one writer: a row takes some hundred bytes, so a million make one
 * file of a good size, where writing bundle by bundle would leave a file for every few rows.
 */
final class WriteRows<T> extends PTransform<PCollection<T>, PCollection<WrittenFiles>> {
  /** Fills a record of the table. */
  @FunctionalInterface
  interface RowWriter<T> extends Serializable {
    void write(T element, OffsetDateTime at, Record row);
  }

  private final RunContext context;
  private final Tables table;
  private final RowWriter<T> rowWriter;

  WriteRows(RunContext context, Tables table, RowWriter<T> rowWriter) {
    this.context = context;
    this.table = table;
    this.rowWriter = rowWriter;
  }

  @Override
  public PCollection<WrittenFiles> expand(PCollection<T> rows) {
    return rows.apply(
            "OneWriter", WithKeys.<Integer, T>of(0).withKeyType(TypeDescriptors.integers()))
        .apply("Gather", GroupByKey.create())
        .apply("Write", ParDo.of(new WriteFn<>(context, table, rowWriter)))
        .setCoder(SerializableCoder.of(WrittenFiles.class));
  }

  static final class WriteFn<T> extends DoFn<KV<Integer, Iterable<T>>, WrittenFiles> {
    private final RunContext context;
    private final Tables table;
    private final RowWriter<T> rowWriter;

    WriteFn(RunContext context, Tables table, RowWriter<T> rowWriter) {
      this.context = context;
      this.table = table;
      this.rowWriter = rowWriter;
    }

    @ProcessElement
    public void write(@Element KV<Integer, Iterable<T>> all, OutputReceiver<WrittenFiles> out) {
      try (TableWriter writer = TableWriter.open(context.table(table))) {
        for (T element : all.getValue()) {
          Record row = writer.newRow();
          rowWriter.write(element, context.timestamp(), row);
          writer.write(row);
        }
        out.output(writer.complete());
      }
    }
  }
}
