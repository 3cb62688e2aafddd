package org.pose2gloss.pipelines.ingest.source;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * A CSV file of labels: columns {@code video_id} or {@code file} (or both), {@code gloss}, and
 * where known {@code split} (or {@code subset}), {@code signer} (or {@code signer_id}), {@code
 * language}, {@code frame_start} and {@code frame_end} (from 1, inclusive).
 *
 * <p>The id is {@code video_id}, else the file's name without extension.
 *
 * @param path path or URI of the file
 */
public record CsvLabels(String path) implements Labels {
  @Override
  public void check(Storage storage, String source) {
    new CsvFile(storage, path).check(List.of(List.of("video_id", "file"), List.of("gloss")));
  }

  @Override
  public void read(Storage storage, String source, Listing listing, Consumer<Label> taker)
      throws IOException {
    new CsvFile(storage, path).read(source, listing, row -> taker.accept(label(row)));
  }

  private static Label label(CsvFile.Row row) throws RejectedException {
    String file = row.optional("file");
    String id = row.optional("video_id");
    if (id == null && file == null) {
      throw new RejectedException(
          String.format(Locale.ROOT, "Line %d has neither video_id nor file.", row.line()));
    }
    return new Label(
        Texts.checked("id", id == null ? FileNames.withoutExtension(FileNames.last(file)) : id),
        file == null ? null : FileNames.checked(file),
        Texts.checked("gloss", row.optional("gloss")),
        Texts.split(row.optional("split", "subset")),
        Texts.checked("signer", row.optional("signer", "signer_id")),
        Texts.checked("language", row.optional("language")),
        Texts.range("Line " + row.line(), row.number("frame_start"), row.number("frame_end")));
  }
}
