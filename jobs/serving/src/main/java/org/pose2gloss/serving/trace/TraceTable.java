package org.pose2gloss.serving.trace;

import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.data.Record;
import org.pose2gloss.classifier.Example;
import org.pose2gloss.command.Settings;
import org.pose2gloss.command.StepContext;
import org.pose2gloss.features.LandmarkPart;
import org.pose2gloss.features.PointSelection;
import org.pose2gloss.tables.CatalogOptions;
import org.pose2gloss.tables.CommitNote;
import org.pose2gloss.tables.FloatList;
import org.pose2gloss.tables.TableWriter;
import org.pose2gloss.tables.Tables;
import org.pose2gloss.tables.Warehouse;

/** The table of traces. Its catalog is opened with the first of them, not with the service. */
public final class TraceTable implements TraceStore {
  private final CatalogOptions catalog;
  private Warehouse warehouse;

  /** In a catalog. */
  public TraceTable(CatalogOptions catalog) {
    this.catalog = catalog;
  }

  /** In the catalog that a configuration names. */
  public static TraceTable of(Settings settings) {
    return new TraceTable(StepContext.catalog(settings));
  }

  @Override
  public void keep(UUID attempt, List<Trace> traces) {
    if (warehouse == null) {
      warehouse = Warehouse.open(catalog, new Configuration());
    }
    try (TableWriter writer = TableWriter.open(warehouse.openOrCreate(Tables.TRACES))) {
      traces.forEach(trace -> writer.write(row(writer, trace)));
      writer.append(CommitNote.of("serve").withCommitId(attempt.toString()));
    }
  }

  private static Record row(TableWriter writer, Trace trace) {
    Record row = writer.newRow();
    row.setField("id", trace.id().toString());
    row.setField("request_id", trace.requestId());
    row.setField("traced_at", trace.answered().atOffset(ZoneOffset.UTC));
    row.setField("model", trace.model().name());
    row.setField("model_version", trace.model().version());
    row.setField("predicted", trace.predicted());
    row.setField("probability", trace.probability());
    row.setField("frames", trace.clip().frames());
    row.setField("points", trace.clip().points());
    trace
        .landmarks()
        .ifPresent(
            landmarks -> {
              row.setField("landmarks", landmarks.name());
              for (LandmarkPart part : landmarks.parts()) {
                row.setField(
                    part.columnName() + "_coverage", coverage(trace.clip(), landmarks, part));
              }
            });
    row.setField("xyz", FloatList.of(trace.clip().xyz()));
    return row;
  }

  /** Fraction of the frames that have a point of the part. */
  private static float coverage(Example clip, PointSelection landmarks, LandmarkPart part) {
    int[] places = landmarks.places(part);
    int found = 0;
    for (int frame = 0; frame < clip.frames(); frame++) {
      int first = frame * clip.points();
      for (int place : places) {
        if (!Float.isNaN(clip.xyz()[(first + place) * Example.CHANNELS])) {
          found++;
          break;
        }
      }
    }
    return found / (float) clip.frames();
  }

  @Override
  public void close() {
    if (warehouse != null) {
      warehouse.close();
      warehouse = null;
    }
  }
}
