package org.pose2gloss.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.types.Types;
import org.pose2gloss.tables.CatalogOptions;
import org.pose2gloss.tables.CommitNote;
import org.pose2gloss.tables.FloatList;
import org.pose2gloss.tables.Rows;
import org.pose2gloss.tables.SnapshotInfo;
import org.pose2gloss.tables.TableReader;
import org.pose2gloss.tables.TableVersions;
import org.pose2gloss.tables.TableWriter;
import org.pose2gloss.tables.Tables;
import org.pose2gloss.tables.Upsert;
import org.pose2gloss.tables.VersionFiles;
import org.pose2gloss.tables.Warehouse;
import org.pose2gloss.tables.WrittenFiles;
import picocli.CommandLine;

/** What ci/prove/tables-versions and tables-readers do with the table of landmarks, and measure. */
@CommandLine.Command(
    name = "table-trial",
    mixinStandardHelpOptions = true,
    description = "Adds and replaces rows of a table of landmarks, and tells what is in it.")
public final class TableTrial {
  private TableTrial() {}

  /**
   * What a change cost.
   *
   * @param rows rows that came
   * @param tableBytes size of the table's files before
   * @param bytesWritten what the process wrote into the warehouse
   * @param bytesRead what it read from there, the rows that it copied not counted
   */
  record Cost(
      int rows,
      long tableBytes,
      long bytesWritten,
      long bytesRead,
      long snapshot,
      double seconds) {}

  /** Runs one of the commands and ends the process with its exit code. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new TableTrial()).execute(arguments));
  }

  @CommandLine.Command(description = "Adds copies of some rows under other ids.")
  int add(
      @CommandLine.Parameters(paramLabel = "WAREHOUSE") String folder,
      @CommandLine.Parameters(paramLabel = "FRACTION") double fraction,
      @CommandLine.Parameters(paramLabel = "SUFFIX") String suffix)
      throws IOException {
    return change(folder, fraction, suffix, false);
  }

  @CommandLine.Command(description = "Replaces some rows by others of the same ids.")
  int replace(
      @CommandLine.Parameters(paramLabel = "WAREHOUSE") String folder,
      @CommandLine.Parameters(paramLabel = "FRACTION") double fraction)
      throws IOException {
    return change(folder, fraction, "", true);
  }

  private int change(String folder, double fraction, String suffix, boolean replace)
      throws IOException {
    try (Warehouse warehouse = open(folder)) {
      Table table = warehouse.existing(Tables.LANDMARKS);
      SnapshotInfo before = SnapshotInfo.of(table, table.currentSnapshot());
      List<Record> some = first(table, Math.max(1, (int) Math.round(before.rows() * fraction)));
      List<String> ids = some.stream().map(row -> (String) row.getField("id")).toList();
      long written = written();
      long read = read();
      long started = System.nanoTime();
      WrittenFiles files;
      try (TableWriter writer = TableWriter.open(table)) {
        for (Record row : some) {
          Record copy = row.copy();
          copy.setField("id", row.getField("id") + suffix);
          if (replace) {
            copy.setField("graph", row.getField("graph") + " again");
          }
          writer.write(copy);
        }
        files = writer.complete();
      }
      SnapshotInfo after =
          replace
              ? new Upsert(files, "id", ids, OptionalLong.of(before.snapshotId()))
                  .commit(table, CommitNote.of("trial"))
              : files.append(table, CommitNote.of("trial"));
      Json.print(
          new Cost(
              some.size(),
              before.bytes(),
              written() - written,
              read() - read,
              after.snapshotId(),
              (System.nanoTime() - started) / 1e9));
    }
    return 0;
  }

  @CommandLine.Command(description = "SHA-256 of every row's numbers, by id, of one version.")
  int digest(
      @CommandLine.Parameters(paramLabel = "WAREHOUSE") String folder,
      @CommandLine.Parameters(paramLabel = "VERSION", arity = "0..1", defaultValue = "")
          String version)
      throws IOException {
    try (Warehouse warehouse = open(folder)) {
      Table table = warehouse.existing(Tables.LANDMARKS);
      TableReader reader =
          TableReader.of(table).at(TableVersions.find(table, version).snapshotId());
      Map<String, String> digests = new TreeMap<>();
      try (Rows<Record> rows = reader.rows()) {
        rows.forEach(
            row -> {
              if (digests.put((String) row.getField("id"), digest(row)) != null) {
                throw new IllegalStateException(row.getField("id") + " stands twice");
              }
            });
      }
      Json.print(digests);
    }
    return 0;
  }

  @CommandLine.Command(description = "Files that one version has and another lacks, with sizes.")
  int own(
      @CommandLine.Parameters(paramLabel = "WAREHOUSE") String folder,
      @CommandLine.Parameters(paramLabel = "VERSION") String version,
      @CommandLine.Parameters(paramLabel = "OTHER") String other)
      throws IOException {
    try (Warehouse warehouse = open(folder)) {
      Table table = warehouse.existing(Tables.LANDMARKS);
      Json.print(files(table, version).without(files(table, other)).bytesOf());
    }
    return 0;
  }

  @CommandLine.Command(description = "All files that any version needs, with sizes.")
  int needed(@CommandLine.Parameters(paramLabel = "WAREHOUSE") String folder) throws IOException {
    try (Warehouse warehouse = open(folder)) {
      Table table = warehouse.existing(Tables.LANDMARKS);
      Json.print(VersionFiles.of(table, table.snapshots()).bytesOf());
    }
    return 0;
  }

  private static VersionFiles files(Table table, String version) {
    long id = TableVersions.find(table, version).snapshotId();
    return VersionFiles.of(table, List.of(table.snapshot(id)));
  }

  private static Warehouse open(String folder) {
    return Warehouse.open(CatalogOptions.hadoop("pose2gloss", folder), new Configuration());
  }

  private static List<Record> first(Table table, int count) {
    List<Record> rows = new ArrayList<>();
    try (Rows<Record> all = TableReader.of(table).rows()) {
      for (Record row : all) {
        if (rows.size() == count) {
          break;
        }
        rows.add(row);
      }
    }
    return rows;
  }

  /** Of the arrays' bits, in the order of columns: little-endian, as NumPy has them. */
  private static String digest(Record row) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Types.NestedField column : row.struct().fields()) {
        if (column.type().isListType()) {
          float[] floats = FloatList.toArray(row.getField(column.name()));
          ByteBuffer bytes = ByteBuffer.allocate(floats.length * Float.BYTES);
          bytes.order(java.nio.ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(floats);
          digest.update(column.name().getBytes(StandardCharsets.UTF_8));
          digest.update(bytes);
        }
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @SuppressWarnings("deprecation") // What replaced it counts operations, not bytes.
  private static long written() {
    return FileSystem.getAllStatistics().stream()
        .mapToLong(FileSystem.Statistics::getBytesWritten)
        .sum();
  }

  @SuppressWarnings("deprecation") // See above.
  private static long read() {
    return FileSystem.getAllStatistics().stream()
        .mapToLong(FileSystem.Statistics::getBytesRead)
        .sum();
  }
}
