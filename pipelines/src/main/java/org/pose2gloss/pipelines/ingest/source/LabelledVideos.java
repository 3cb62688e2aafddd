package org.pose2gloss.pipelines.ingest.source;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;

/**
 * A folder of videos with a CSV file of labels: columns {@code video_id} or {@code file} (or both),
 * {@code gloss}, and where known {@code split} (or {@code subset}), {@code signer} (or {@code
 * signer_id}), {@code language}, {@code frame_start} and {@code frame_end} (from 1, inclusive).
 *
 * <p>The id is {@code video_id}, else the file's name without extension. Where {@code file} is not
 * given, the file is the video in or under the folder whose name is the id. Videos that the labels
 * do not name are left alone.
 *
 * @param name name of the source
 * @param folder path or URI of the folder with the videos
 * @param labels path or URI of the CSV file
 * @param language signed language where the labels do not say, null where unknown
 */
public record LabelledVideos(String name, String folder, String labels, String language)
    implements Source {
  @Override
  public void check(Storage storage) {
    Sources.checkFolder(storage, name, folder);
    Sources.csv(storage, name, labels)
        .check(List.of(List.of("video_id", "file"), List.of("gloss")));
  }

  @Override
  public void list(Storage storage, Listing listing) throws IOException {
    Path root = storage.qualify(folder);
    Map<String, Path> byStem = new HashMap<>();
    for (Path file : storage.files(root)) {
      if (Sources.isVideo(file)) {
        byStem.putIfAbsent(Storage.withoutExtension(file.getName()), file);
      }
    }
    CsvFile.at(storage, labels)
        .read(name, listing, row -> listing.candidate(candidate(storage, root, byStem, row)));
  }

  private Candidate candidate(Storage storage, Path root, Map<String, Path> byStem, CsvFile.Row row)
      throws RejectedException {
    String file = row.optional("file");
    String id = row.optional("video_id");
    if (id == null && file == null) {
      throw new RejectedException(
          String.format("Line %d has neither video_id nor file.", row.line()));
    }
    id = Texts.checked("id", id == null ? Storage.withoutExtension(Storage.fileName(file)) : id);
    Path path = file == null ? byStem.get(id) : storage.inside(root, file);
    if (path == null) {
      throw new RejectedException(
          String.format("No video in %s has the name '%s' of line %d.", root, id, row.line()));
    }
    String ownLanguage = Texts.checked("language", row.optional("language"));
    return new Candidate(
        id,
        Texts.checked("gloss", row.optional("gloss")),
        Texts.split(row.optional("split", "subset")),
        Texts.checked("signer", row.optional("signer", "signer_id")),
        ownLanguage == null ? language : ownLanguage,
        name,
        path.toString(),
        null,
        Media.VIDEO,
        SignRange.ofFrames(frame(row, "frame_start"), frame(row, "frame_end")));
  }

  private static Integer frame(CsvFile.Row row, String column) throws RejectedException {
    Long number = row.number(column);
    if (number == null) {
      return null;
    }
    if (number < -1 || number > Integer.MAX_VALUE) {
      throw new RejectedException(
          String.format("Line %d: %s is %d, not a frame.", row.line(), column, number));
    }
    return number.intValue();
  }
}
