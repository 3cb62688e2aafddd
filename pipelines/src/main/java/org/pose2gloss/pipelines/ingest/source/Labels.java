package org.pose2gloss.pipelines.ingest.source;

import java.io.IOException;
import java.io.Serializable;
import java.util.Locale;
import java.util.function.Consumer;

/** A list that says what videos show. */
public sealed interface Labels extends Serializable permits CsvLabels, WlaslLabels {
  /** The largest list that is read; one of a million samples takes a tenth of it, as CSV. */
  long LARGEST_BYTES = 1L << 28;

  /**
   * The list in a file, which may lie inside an archive ({@code archive!/name}).
   *
   * @param path path or URI; WLASL's format if it ends in {@code .json}, else CSV
   */
  static Labels in(String path) {
    return path.toLowerCase(Locale.ROOT).endsWith(".json")
        ? new WlaslLabels(path)
        : new CsvLabels(path);
  }

  /**
   * Finds out whether the list can be read and is one.
   *
   * @throws IngestException if not
   */
  void check(Storage storage, String source);

  /** Reads all labels; what makes none is rejected, a broken file from the break on. */
  void read(Storage storage, String source, Listing listing, Consumer<Label> taker)
      throws IOException;
}
