package org.pose2gloss.jobs;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.Table;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.functions;
import org.pose2gloss.tables.TableWriter;
import scala.collection.Iterator;
import scala.runtime.AbstractFunction1;

/**
 * Writes landmarks that the table holds under one id once more, under another of the same content.
 */
final class CopyTask extends AbstractFunction1<Iterator<InternalRow>, byte[]>
    implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int ID = 0;
  private static final int SHA256 = 1;
  private static final int FRAME_START = 2;
  private static final int FRAME_END = 3;
  private static final int GRAPH = 4;
  private static final int SEQUENCE = 5;

  private final Table landmarks;

  CopyTask(Table landmarks) {
    this.landmarks = landmarks;
  }

  /** Columns of the rows that the task takes; the id is the new one. */
  static Column[] columns() {
    List<Column> all = new ArrayList<>();
    for (String name : List.of("id", "source_sha256", "frame_start", "frame_end", "graph")) {
      all.add(functions.col(name));
    }
    all.addAll(List.of(LandmarkRows.sequenceColumns()));
    return all.toArray(Column[]::new);
  }

  @Override
  public byte[] apply(Iterator<InternalRow> rows) {
    Map<String, Coverage> coverages = new HashMap<>();
    try (TableWriter writer = TableWriter.open(landmarks)) {
      while (rows.hasNext()) {
        InternalRow row = rows.next();
        VideoWork video =
            new VideoWork(
                List.of(row.getUTF8String(ID).toString()),
                "",
                null,
                false,
                row.getUTF8String(SHA256).toString(),
                row.getInt(FRAME_START),
                row.getInt(FRAME_END),
                row.getUTF8String(GRAPH).toString(),
                0,
                false);
        coverages.put(
            video.ids().get(0),
            LandmarkTable.write(writer, video, LandmarkRows.sequence(row, SEQUENCE)));
      }
      return TaskBytes.of(new ExtractedPack(writer.complete(), coverages, List.of(), 0));
    }
  }
}
