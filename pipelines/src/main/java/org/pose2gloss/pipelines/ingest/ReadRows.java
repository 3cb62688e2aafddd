package org.pose2gloss.pipelines.ingest;

import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.iceberg.data.Record;
import org.pose2gloss.tables.Rows;
import org.pose2gloss.tables.TableReader;
import org.pose2gloss.tables.Tables;

/** Reads what a table held when the run started. */
final class ReadRows<T> extends PTransform<PBegin, PCollection<T>> {
  private final RunContext context;
  private final Tables table;
  private final SerializableFunction<Record, T> mapper;
  private final Coder<T> coder;

  ReadRows(
      RunContext context, Tables table, SerializableFunction<Record, T> mapper, Coder<T> coder) {
    this.context = context;
    this.table = table;
    this.mapper = mapper;
    this.coder = coder;
  }

  @Override
  public PCollection<T> expand(PBegin begin) {
    return begin
        .apply("Table", Create.of(table.tableName()))
        .apply("Rows", ParDo.of(new ReadFn<>(context, table, mapper)))
        .setCoder(coder);
  }

  static final class ReadFn<T> extends DoFn<String, T> {
    private final RunContext context;
    private final Tables table;
    private final SerializableFunction<Record, T> mapper;

    ReadFn(RunContext context, Tables table, SerializableFunction<Record, T> mapper) {
      this.context = context;
      this.table = table;
      this.mapper = mapper;
    }

    @ProcessElement
    public void read(OutputReceiver<T> out) {
      try (Rows<T> rows = TableReader.of(context.table(table)).rows(mapper::apply)) {
        rows.forEach(out::output);
      }
    }
  }
}
