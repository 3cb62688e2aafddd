package org.pose2gloss.pipelines.ingest.source;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * Videos of which nothing is known but their names: every one in and under a folder or in an
 * archive. The id is the path inside it without its extension.
 *
 * @param name name of the source
 * @param places where they lie
 * @param language signed language, null where unknown
 */
public record UnlabelledVideos(String name, Places places, String language) implements Source {
  @Override
  public void check(Storage storage) {
    places.check(storage, name);
  }

  @Override
  public void list(Storage storage, Listing listing) throws IOException {
    for (Map.Entry<String, List<Location>> video :
        places.list(storage, name, listing).videos().entrySet()) {
      String id = FileNames.withoutExtension(video.getKey());
      try {
        listing.candidate(
            new Candidate(
                new Sample(
                    Texts.checked("id", id),
                    null,
                    null,
                    null,
                    language,
                    name,
                    Media.VIDEO,
                    SignRange.WHOLE),
                video.getValue()));
      } catch (RejectedException e) {
        FileStamp file = video.getValue().get(0).stamp();
        listing.rejected(
            new Rejection(null, file.uri(), file.entry(), name, Outcome.REJECTED, e.getMessage()));
      }
    }
  }
}
