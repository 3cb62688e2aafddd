package org.pose2gloss.benchmarks.generate;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.data.Record;
import org.pose2gloss.benchmarks.NumpyFormat;
import org.pose2gloss.command.Progress;
import org.pose2gloss.features.LandmarkPart;
import org.pose2gloss.tables.CatalogOptions;
import org.pose2gloss.tables.FloatList;
import org.pose2gloss.tables.Rows;
import org.pose2gloss.tables.TableReader;
import org.pose2gloss.tables.Tables;
import org.pose2gloss.tables.Warehouse;
import picocli.CommandLine;

/**
 * Writes the table of landmarks as people exchange such data who work with NumPy: an uncompressed
 * archive of an array a video, {@code float32[frames][553][3]} under its number, zero where absent,
 * and a JSON list of what each number is.
 */
@CommandLine.Command(
    name = "table-to-numpy",
    mixinStandardHelpOptions = true,
    description = "Writes the tables landmarks and videos as an .npz and a JSON file.")
public final class TableToNumpy implements Callable<Integer> {
  private static final int XYZ = 3;

  @CommandLine.Parameters(index = "0", description = "Folder of the tables.")
  private Path warehouse;

  @CommandLine.Parameters(index = "1", description = "The archive to write.")
  private Path archive;

  @CommandLine.Parameters(index = "2", description = "The JSON to write.")
  private Path metadata;

  TableToNumpy() {}

  /** What a number of the archive is. */
  record Video(String id, String gloss, String split) {}

  /** Runs the command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new TableToNumpy()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException {
    try (Warehouse tables =
        Warehouse.open(
            CatalogOptions.hadoop("pose2gloss", warehouse.toString()), new Configuration())) {
      List<Video> videos = new ArrayList<>();
      Map<String, Integer> numbers = new HashMap<>();
      try (Rows<Video> rows =
          TableReader.of(tables.existing(Tables.VIDEOS))
              .select("id", "gloss", "split")
              .rows(TableToNumpy::video)) {
        for (Video video : rows) {
          numbers.put(video.id(), videos.size());
          videos.add(video);
        }
      }
      JsonMapper.builder().build().writeValue(metadata.toFile(), videos);
      write(tables, numbers);
    }
    return 0;
  }

  private static Video video(Record row) {
    return new Video(
        (String) row.getField("id"),
        (String) row.getField("gloss"),
        (String) row.getField("split"));
  }

  private void write(Warehouse tables, Map<String, Integer> numbers) throws IOException {
    try (Rows<Record> rows = TableReader.of(tables.existing(Tables.LANDMARKS)).rows();
        ZipOutputStream zip =
            new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(archive)));
        Progress progress = Progress.start("export", "videos", numbers.size())) {
      zip.setMethod(ZipOutputStream.STORED);
      int done = 0;
      for (Record row : rows) {
        byte[] array = array(row);
        CRC32 check = new CRC32();
        check.update(array);
        ZipEntry entry = new ZipEntry(numbers.get(row.getField("id")) + ".npy");
        entry.setSize(array.length);
        entry.setCrc(check.getValue());
        zip.putNextEntry(entry);
        zip.write(array);
        progress.to(++done);
      }
    }
  }

  /** A video as a NumPy file. */
  private static byte[] array(Record row) {
    int frames = (Integer) row.getField("frames");
    byte[] header = NumpyFormat.floatHeader(frames, LandmarkPart.TOTAL_POINTS, XYZ);
    ByteBuffer file =
        ByteBuffer.allocate(header.length + frames * LandmarkPart.TOTAL_POINTS * XYZ * Float.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put(header);
    Map<LandmarkPart, float[]> parts = new EnumMap<>(LandmarkPart.class);
    for (LandmarkPart part : LandmarkPart.values()) {
      parts.put(part, FloatList.toArray(row.getField(part.columnName())));
    }
    for (int frame = 0; frame < frames; frame++) {
      for (LandmarkPart part : LandmarkPart.values()) {
        float[] numbers = parts.get(part);
        for (int point = 0; point < part.points(); point++) {
          int at = (frame * part.points() + point) * part.channels();
          for (int channel = 0; channel < XYZ; channel++) {
            float value = numbers[at + channel];
            file.putFloat(Float.isNaN(value) ? 0 : value);
          }
        }
      }
    }
    return file.array();
  }
}
