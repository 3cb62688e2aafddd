package org.pose2gloss.pipelines.statistics;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.iceberg.Table;

/**
 * Writes the counts of the whole table beside it, where the program that started the pipeline finds
 * them: a pipeline has no other way to give something back on every runner.
 */
final class KeepCounts extends DoFn<LandmarkCounts, Void> {
  private static final long serialVersionUID = 1L;

  private final Table table;
  private final String file;

  KeepCounts(Table table, String file) {
    this.table = table;
    this.file = file;
  }

  @ProcessElement
  public void keep(@Element LandmarkCounts counts) throws IOException {
    try (DataOutputStream out =
        new DataOutputStream(
            new BufferedOutputStream(table.io().newOutputFile(file).createOrOverwrite()))) {
      counts.write(out);
    }
  }
}
