package org.pose2gloss.jobs;

import com.univocity.parsers.csv.CsvWriter;
import com.univocity.parsers.csv.CsvWriterSettings;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The index of an export: the columns of spoken-to-signed's lexicons, which ingest reads as a
 * {@code pose-lexicon}, and behind them what these have no column for.
 */
final class ExportIndex {
  private static final String NAME = "index.csv";
  private static final String[] COLUMNS = {
    "path",
    "spoken_language",
    "signed_language",
    "start",
    "end",
    "words",
    "glosses",
    "priority",
    "video_id",
    "split",
    "signer",
    "frames"
  };

  private ExportIndex() {}

  /** Writes the index into the folder of the files, with the CSV library that Spark brings. */
  static void write(List<ExportedFile> files, FileSystem system, Path folder) throws IOException {
    CsvWriterSettings settings = new CsvWriterSettings();
    settings.setHeaders(COLUMNS);
    settings.setHeaderWritingEnabled(true);
    settings.trimValues(false);
    settings.getFormat().setLineSeparator("\n");
    ExportFiles.write(
        system,
        new Path(folder, NAME),
        out -> {
          CsvWriter writer =
              new CsvWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), settings);
          for (ExportedFile file : files) {
            writer.writeRow(
                file.name(),
                null,
                file.language(),
                null,
                null,
                file.gloss(),
                file.gloss(),
                0,
                file.id(),
                file.split(),
                file.signer(),
                file.frames());
          }
          writer.flush();
        });
  }
}
