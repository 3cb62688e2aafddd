package org.pose2gloss.pipelines.ingest.source;

import java.io.IOException;
import java.util.List;

/**
 * Videos with labels. Where a label names no file, the file is the video in or under a place whose
 * name is the label's id. Videos that the labels do not name are left alone.
 *
 * @param name name of the source
 * @param places where the videos lie
 * @param labels what they show
 * @param language signed language where the labels do not say, null where unknown
 * @param cut whether the files are cut to their signs already, so that the frames that the labels
 *     name are those of longer files and are left out
 */
public record LabelledVideos(
    String name, Places places, Labels labels, String language, boolean cut) implements Source {
  @Override
  public void check(Storage storage) {
    places.check(storage, name);
    labels.check(storage, name);
  }

  @Override
  public void list(Storage storage, Listing listing) throws IOException {
    Places.Files files = places.list(storage, name, listing);
    labels.read(
        storage,
        name,
        listing,
        label -> {
          List<Location> locations =
              label.file() == null ? files.video(label.id()) : files.named(label.file());
          files.take(
              sample(label), locations, label.file() == null ? label.id() : label.file(), listing);
        });
  }

  private Sample sample(Label label) {
    return new Sample(
        label.id(),
        label.gloss(),
        label.split(),
        label.signer(),
        label.language() == null ? language : label.language(),
        name,
        Media.VIDEO,
        cut ? SignRange.WHOLE : label.range());
  }
}
