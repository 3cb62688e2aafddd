package org.pose2gloss.jobs;

import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.data.Record;
import org.pose2gloss.features.PointSelection;
import org.pose2gloss.tables.CatalogOptions;
import org.pose2gloss.tables.CommitNote;
import org.pose2gloss.tables.FloatList;
import org.pose2gloss.tables.TableWriter;
import org.pose2gloss.tables.Tables;
import org.pose2gloss.tables.Warehouse;

/** Fills the tables that training reads with sequences of two glosses: points that rise, points that go aside. */
public final class MakeExamples {
  private static final String PREPARATION = "default";
  private static final String LANDMARKS = "wlasl180";
  private static final int FRAMES = 16;
  private static final List<String> GLOSSES = List.of("ASIDE", "RISE");

  private MakeExamples() {}

  /** Takes the warehouse and the number of examples of each split. */
  public static void main(String[] arguments) throws IOException {
    int count = Integer.parseInt(arguments[1]);
    CatalogOptions catalog = CatalogOptions.hadoop("pose2gloss", arguments[0]);
    try (Warehouse warehouse = Warehouse.open(catalog, new Configuration())) {
      try (TableWriter labels = TableWriter.open(warehouse.openOrCreate(Tables.LABELS))) {
        for (int label = 0; label < GLOSSES.size(); label++) {
          Record row = labels.newRow();
          row.setField(Tables.PREPARATION, PREPARATION);
          row.setField("label", label);
          row.setField("gloss", GLOSSES.get(label));
          row.setField("count", (long) count);
          labels.write(row);
        }
        labels.append(CommitNote.of("test"));
      }
      try (TableWriter examples = TableWriter.open(warehouse.openOrCreate(Tables.EXAMPLES))) {
        Random random = new Random(1);
        for (String split : List.of("train", "validation")) {
          for (int i = 0; i < count; i++) {
            examples.write(example(examples.newRow(), split, i, random));
          }
        }
        examples.append(CommitNote.of("test"));
      }
    }
  }

  private static Record example(Record row, String split, int number, Random random) {
    int label = number % GLOSSES.size();
    int points = PointSelection.of(LANDMARKS).size();
    float[] xyz = new float[FRAMES * points * 3];
    for (int i = 0; i < xyz.length; i++) {
      float way = (float) (i / (points * 3)) / FRAMES;
      xyz[i] = 0.5f + (i % 3 == label ? 0.3f * way : 0) + 0.01f * random.nextFloat();
    }
    row.setField(Tables.PREPARATION, PREPARATION);
    row.setField("id", split + number);
    row.setField("copy", 0);
    row.setField("split", split);
    row.setField("gloss", GLOSSES.get(label));
    row.setField("label", label);
    row.setField("frames", FRAMES);
    row.setField("points", points);
    row.setField("landmarks", LANDMARKS);
    row.setField("xyz", FloatList.of(xyz));
    return row;
  }
}
