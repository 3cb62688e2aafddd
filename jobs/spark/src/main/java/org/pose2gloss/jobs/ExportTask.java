package org.pose2gloss.jobs;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.util.LongAccumulator;
import org.apache.spark.util.SerializableConfiguration;
import org.pose2gloss.features.LandmarkSequence;
import org.pose2gloss.features.PointSelection;
import org.pose2gloss.features.PoseFile;
import org.pose2gloss.features.SelectedPoints;

/** Writes the rows of one partition, each as a file. */
final class ExportTask implements FlatMapFunction<Iterator<InternalRow>, ExportedFile> {
  private static final long serialVersionUID = 1L;
  private static final int ID = 0;
  private static final int COPY = 1;
  private static final int GLOSS = 2;
  private static final int SPLIT = 3;
  private static final int SIGNER = 4;
  private static final int LANGUAGE = 5;
  private static final int FRAMES = 6;
  private static final int FRAMES_PER_SECOND = 7;
  private static final int IMAGE_WIDTH = 8;
  private static final int IMAGE_HEIGHT = 9;
  private static final int LANDMARKS = 10;
  private static final int POINTS = 11;
  private static final int XYZ = 12;

  private final String folder;
  private final boolean whole;
  private final SerializableConfiguration configuration;
  private final LongAccumulator written;

  /**
   * A task.
   *
   * @param whole whether rows hold all landmarks, part by part, instead of chosen points
   */
  ExportTask(
      String folder,
      boolean whole,
      SerializableConfiguration configuration,
      LongAccumulator written) {
    this.folder = folder;
    this.whole = whole;
    this.configuration = configuration;
    this.written = written;
  }

  @Override
  public Iterator<ExportedFile> call(Iterator<InternalRow> rows) throws IOException {
    Path into = new Path(folder);
    Map<String, PointSelection> selections = new HashMap<>();
    List<ExportedFile> files = new ArrayList<>();
    try (FileSystem system = ExportFiles.open(into, configuration.value())) {
      while (rows.hasNext()) {
        files.add(write(rows.next(), selections, system, into));
        written.add(1);
      }
    }
    return files.iterator();
  }

  private ExportedFile write(
      InternalRow row, Map<String, PointSelection> selections, FileSystem system, Path into)
      throws IOException {
    PointSelection selection =
        selections.computeIfAbsent(whole ? "all553" : text(row, LANDMARKS), PointSelection::of);
    int copy = row.getInt(COPY);
    String id = text(row, ID) + (copy == 0 ? "" : "-copy" + copy);
    LandmarkSequence sequence = sequence(row, selection);
    String name = ExportFiles.name(id, ".pose");
    long bytes =
        ExportFiles.write(
            system, new Path(into, name), out -> PoseFile.write(sequence, selection, out));
    return new ExportedFile(
        name,
        id,
        text(row, GLOSS),
        text(row, SPLIT),
        text(row, SIGNER),
        text(row, LANGUAGE),
        sequence.frames(),
        bytes);
  }

  private LandmarkSequence sequence(InternalRow row, PointSelection selection) {
    if (whole) {
      return LandmarkRows.sequence(row, FRAMES);
    }
    int frames = row.getInt(FRAMES);
    int points = row.getInt(POINTS);
    float[] padded = row.getArray(XYZ).toFloatArray();
    float[] xyz =
        Arrays.copyOf(padded, Math.min(padded.length, frames * points * SelectedPoints.CHANNELS));
    return selection.sequence(
        SelectedPoints.of(frames, points, xyz),
        row.getFloat(FRAMES_PER_SECOND),
        row.getInt(IMAGE_WIDTH),
        row.getInt(IMAGE_HEIGHT));
  }

  private static String text(InternalRow row, int column) {
    return row.isNullAt(column) ? null : row.getUTF8String(column).toString();
  }
}
