package org.pose2gloss.pipelines.ingest.source;

import java.io.IOException;
import org.apache.hadoop.fs.Path;

/**
 * A folder of videos of which nothing is known but their names: every video in and under it. The id
 * is the path inside the folder without its extension.
 *
 * @param name name of the source
 * @param folder path or URI of the folder
 * @param language signed language, null where unknown
 */
public record VideoFolder(String name, String folder, String language) implements Source {
  @Override
  public void check(Storage storage) {
    Sources.checkFolder(storage, name, folder);
  }

  @Override
  public void list(Storage storage, Listing listing) throws IOException {
    Path root = storage.qualify(folder);
    for (Path file : storage.files(root)) {
      if (!Sources.isVideo(file)) {
        continue;
      }
      String id = Storage.withoutExtension(Storage.relative(root, file));
      try {
        listing.candidate(
            new Candidate(
                Texts.checked("id", id),
                null,
                null,
                null,
                language,
                name,
                file.toString(),
                null,
                Media.VIDEO,
                SignRange.WHOLE));
      } catch (RejectedException e) {
        listing.rejected(
            new Rejection(null, file.toString(), name, Outcome.REJECTED, e.getMessage()));
      }
    }
  }
}
