package org.pose2gloss.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.Table;
import org.apache.iceberg.UpdateProperties;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.types.Types;
import org.pose2gloss.tables.CatalogOptions;
import org.pose2gloss.tables.CommitNote;
import org.pose2gloss.tables.FloatList;
import org.pose2gloss.tables.Rows;
import org.pose2gloss.tables.TableReader;
import org.pose2gloss.tables.TableWriter;
import org.pose2gloss.tables.Tables;
import org.pose2gloss.tables.Warehouse;
import picocli.CommandLine;

/**
 * How large landmarks are and how quickly they are written and read, by encoding and compression.
 */
@CommandLine.Command(
    name = "table-encodings",
    mixinStandardHelpOptions = true,
    description = "Sizes and speeds of a table of landmarks by encoding and compression.")
public final class TableEncodings implements Callable<Integer> {
  private static final double MEGABYTE = 1e6;

  @CommandLine.Parameters(paramLabel = "SOURCE", description = "Warehouse with real landmarks.")
  private String source;

  @CommandLine.Parameters(paramLabel = "TARGET", description = "Folder for a new warehouse.")
  private Path target;

  @CommandLine.Option(
      names = "--times",
      description = "How often the rows are written, so that there is something to measure.")
  private int times = 1;

  @CommandLine.Option(names = "--rows", description = "How many rows are taken of the source.")
  private int rows = Integer.MAX_VALUE;

  @CommandLine.Option(
      names = "--rounds",
      description = "How often each way is measured; the quickest counts.")
  private int rounds = 3;

  private TableEncodings() {}

  /** One way to store floats. */
  private record Way(String name, boolean split, String codec, int level, int roundedTo) {}

  private static final List<Way> WAYS =
      List.of(
          new Way("plain, uncompressed", false, "uncompressed", 0, 0),
          new Way("plain, snappy", false, "snappy", 0, 0),
          new Way("plain, zstd 1", false, "zstd", 1, 0),
          new Way("plain, zstd 3", false, "zstd", 3, 0),
          new Way("plain, zstd 9", false, "zstd", 9, 0),
          new Way("byte-stream-split, snappy", true, "snappy", 0, 0),
          new Way("byte-stream-split, zstd 1", true, "zstd", 1, 0),
          new Way("byte-stream-split, zstd 3", true, "zstd", 3, 0),
          new Way("byte-stream-split, zstd 9", true, "zstd", 9, 0),
          new Way("plain, zstd 3, rounded to 2^-16", false, "zstd", 3, 16),
          new Way("byte-stream-split, zstd 1, rounded to 2^-16", true, "zstd", 1, 16));

  /**
   * What was measured of one way.
   *
   * @param way its name
   * @param rawBytes four bytes a number
   * @param bytes size of the files
   * @param writeMegabytes raw megabytes written a second
   * @param readMegabytes the same read by our reader
   * @param icebergMegabytes the same read by Iceberg's own generic reader
   */
  record Measured(
      String way,
      long rawBytes,
      long bytes,
      double writeMegabytes,
      double readMegabytes,
      double icebergMegabytes) {}

  /** Runs the command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new TableEncodings()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException {
    List<Record> real = new ArrayList<>();
    try (Warehouse from =
            Warehouse.open(CatalogOptions.hadoop("source", source), new Configuration());
        Rows<Record> all = TableReader.of(from.existing(Tables.LANDMARKS)).rows()) {
      for (Record row : all) {
        if (real.size() == rows) {
          break;
        }
        real.add(row);
      }
    }
    List<Measured> measured = new ArrayList<>();
    try (Warehouse to =
        Warehouse.open(CatalogOptions.hadoop("target", target.toString()), new Configuration())) {
      Table table = to.openOrCreate(Tables.LANDMARKS);
      for (Way way : WAYS) {
        measured.add(measure(table, way, rounded(real, way.roundedTo())));
      }
    }
    Json.print(Map.of("ways", measured));
    return 0;
  }

  private Measured measure(Table table, Way way, List<Record> real) {
    UpdateProperties properties =
        table
            .updateProperties()
            .set("pose2gloss.write.byte-stream-split", Boolean.toString(way.split()))
            .set("write.parquet.compression-codec", way.codec());
    if (way.level() > 0) {
      properties.set("write.parquet.compression-level", Integer.toString(way.level()));
    } else {
      properties.remove("write.parquet.compression-level");
    }
    properties.commit();
    long raw = real.stream().mapToLong(TableEncodings::rawBytes).sum() * times;
    long bytes = 0;
    double write = Double.MAX_VALUE;
    double read = Double.MAX_VALUE;
    double iceberg = Double.MAX_VALUE;
    for (int round = 0; round < rounds; round++) {
      table.newDelete().deleteFromRowFilter(Expressions.alwaysTrue()).commit();
      long started = System.nanoTime();
      bytes = write(table, real);
      write = Math.min(write, seconds(started));
      started = System.nanoTime();
      read(table);
      read = Math.min(read, seconds(started));
      started = System.nanoTime();
      readByIceberg(table);
      iceberg = Math.min(iceberg, seconds(started));
    }
    double megabytes = raw / MEGABYTE;
    return new Measured(
        way.name(), raw, bytes, megabytes / write, megabytes / read, megabytes / iceberg);
  }

  private long write(Table table, List<Record> real) {
    try (TableWriter writer = TableWriter.open(table)) {
      for (int i = 0; i < times; i++) {
        real.forEach(writer::write);
      }
      return writer.append(CommitNote.of("trial")).bytes();
    }
  }

  private static void read(Table table) {
    try (Rows<Record> all = TableReader.of(table).rows()) {
      all.forEach(TableEncodings::rawBytes);
    }
  }

  private static void readByIceberg(Table table) {
    try (CloseableIterable<Record> all = IcebergGenerics.read(table).build()) {
      all.forEach(TableEncodings::rawBytes);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static long rawBytes(Record row) {
    long floats = 0;
    for (Types.NestedField column : row.struct().fields()) {
      if (column.type().isListType()) {
        floats += FloatList.toArray(row.getField(column.name())).length;
      }
    }
    return floats * Float.BYTES;
  }

  private static List<Record> rounded(List<Record> real, int bits) {
    return bits == 0 ? real : real.stream().map(row -> rounded(row, bits)).toList();
  }

  private static Record rounded(Record row, int bits) {
    Record copy = row.copy();
    for (Types.NestedField column : row.struct().fields()) {
      if (column.type().isListType()) {
        float[] floats = FloatList.toArray(row.getField(column.name())).clone();
        for (int i = 0; i < floats.length; i++) {
          floats[i] =
              Float.isNaN(floats[i])
                  ? floats[i]
                  : Math.scalb((float) Math.round(Math.scalb(floats[i], bits)), -bits);
        }
        copy.setField(column.name(), FloatList.of(floats));
      }
    }
    return copy;
  }

  private static double seconds(long started) {
    return (System.nanoTime() - started) / 1e9;
  }
}
