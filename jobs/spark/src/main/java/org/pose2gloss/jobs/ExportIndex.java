package org.pose2gloss.jobs;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
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

  /** Writes the index into the folder of the files. */
  static void write(List<ExportedFile> files, FileSystem system, Path folder) throws IOException {
    CSVFormat format = CSVFormat.DEFAULT.builder().setHeader(COLUMNS).get();
    ExportFiles.write(
        system,
        new Path(folder, NAME),
        out -> {
          CSVPrinter printer =
              new CSVPrinter(new OutputStreamWriter(out, StandardCharsets.UTF_8), format);
          for (ExportedFile file : files) {
            printer.printRecord(
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
          printer.flush();
        });
  }
}
