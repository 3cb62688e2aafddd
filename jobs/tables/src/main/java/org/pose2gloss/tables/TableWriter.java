package org.pose2gloss.tables;

import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;
import java.util.UUID;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.PartitionKey;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.InternalRecordWrapper;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.OutputFileFactory;
import org.apache.iceberg.io.PartitionedFanoutWriter;
import org.apache.iceberg.io.TaskWriter;
import org.apache.iceberg.io.UnpartitionedWriter;

/**
 * Streams rows into data files of a table and commits them, without Spark.
 *
 * <p>Rows appear in the table when {@link #append} or {@link #replacePreparation} returns, all at
 * once. On a worker that must not commit, {@link #complete} gives the files to whoever does.
 * Closing a writer that was neither committed nor completed deletes what it wrote. Not safe for use
 * by several threads.
 */
public final class TableWriter implements Closeable {
  private final Table table;
  private final GenericRecord template;
  private final TaskWriter<Record> writer;
  private boolean done;

  private TableWriter(Table table, TaskWriter<Record> writer) {
    this.table = table;
    this.template = GenericRecord.create(table.schema());
    this.writer = writer;
  }

  /**
   * A writer into a table.
   *
   * @param table the table; a serialised copy of it serves unless the writer itself is to commit
   */
  public static TableWriter open(Table table) {
    PartitionSpec spec = table.spec();
    RowAppenders appenders = new RowAppenders(table);
    OutputFileFactory files =
        OutputFileFactory.builderFor(table, 0, 0)
            .format(FileFormat.PARQUET)
            .operationId(UUID.randomUUID().toString())
            .build();
    long target =
        Long.parseLong(
            table
                .properties()
                .getOrDefault(
                    TableProperties.WRITE_TARGET_FILE_SIZE_BYTES,
                    Long.toString(TableProperties.WRITE_TARGET_FILE_SIZE_BYTES_DEFAULT)));
    TaskWriter<Record> writer =
        spec.isUnpartitioned()
            ? new UnpartitionedWriter<>(
                spec, FileFormat.PARQUET, appenders, files, table.io(), target)
            : new ByPartition(table, appenders, files, target);
    return new TableWriter(table, writer);
  }

  /** An empty row of the table, all columns null. */
  public Record newRow() {
    return template.copy();
  }

  /**
   * Writes one row.
   *
   * @throws TableException if storage refuses it or a required column is null
   */
  public void write(Record row) {
    try {
      writer.write(row);
    } catch (IOException | RuntimeException e) {
      throw new TableException(
          String.format(
              "A row cannot be written to the table %s (%s).", table.name(), e.getMessage()),
          e);
    }
  }

  /** Ends writing and hands over the files, which belong to the caller from then on. */
  public WrittenFiles complete() {
    try {
      WrittenFiles files = new WrittenFiles(Arrays.asList(writer.dataFiles()));
      done = true;
      return files;
    } catch (IOException | RuntimeException e) {
      throw new TableException(
          String.format(
              "The files of the table %s cannot be finished (%s).", table.name(), e.getMessage()),
          e);
    }
  }

  /** Ends writing and adds the rows to the table, see {@link WrittenFiles#append}. */
  public SnapshotInfo append(CommitNote note) {
    return complete().append(table, note);
  }

  /**
   * Ends writing and puts the rows in the place of a preparation's, see {@link
   * WrittenFiles#replacePreparation}.
   */
  public SnapshotInfo replacePreparation(String preparation, CommitNote note) {
    return complete().replacePreparation(table, preparation, note);
  }

  @Override
  public void close() {
    if (done) {
      return;
    }
    done = true;
    try {
      writer.abort();
    } catch (IOException e) {
      throw new TableException(
          String.format(
              "Unfinished files of the table %s cannot be deleted (%s).",
              table.name(), e.getMessage()),
          e);
    }
  }

  /** Keeps one file open a partition, so that rows may come in any order. */
  private static final class ByPartition extends PartitionedFanoutWriter<Record> {
    private final PartitionKey key;
    private final InternalRecordWrapper wrapper;

    ByPartition(Table table, RowAppenders appenders, OutputFileFactory files, long target) {
      super(table.spec(), FileFormat.PARQUET, appenders, files, table.io(), target);
      this.key = new PartitionKey(table.spec(), table.schema());
      this.wrapper = new InternalRecordWrapper(table.schema().asStruct());
    }

    @Override
    protected PartitionKey partition(Record row) {
      key.partition(wrapper.wrap(row));
      return key;
    }
  }
}
