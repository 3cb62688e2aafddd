package org.pose2gloss.pipelines.ingest.source;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.hadoop.fs.Path;

/**
 * Where the files of a source lie: each is taken from the first place that has it and where it can
 * be read.
 *
 * @param paths folders or zip archives, {@code archive!/folder} for a folder inside one; the first
 *     is the source's own, the others are its backups
 */
public record Places(List<String> paths) implements Serializable {
  /** Copies the paths. */
  public Places {
    paths = List.copyOf(paths);
  }

  /** A place without backups. */
  public static Places of(String path) {
    return new Places(List.of(path));
  }

  /**
   * Finds out whether all of them are there.
   *
   * @throws IngestException if not
   */
  void check(Storage storage, String source) {
    for (String path : paths) {
      try {
        Path outer = storage.qualify(Storage.outer(path));
        if (!storage.exists(outer)) {
          throw new IngestException(
              String.format(
                  "The folder or archive %s of the source '%s' does not exist: check"
                      + " ingest.sources.",
                  outer, source));
        }
      } catch (IOException e) {
        throw new IngestException(
            String.format(
                "The folder or archive %s of the source '%s' cannot be reached (%s).",
                path, source, e.getMessage()),
            e);
      }
    }
  }

  /**
   * Lists the files of all places. A place that cannot be read is rejected, and counts as one that
   * has nothing; so are files with names that are not taken.
   */
  Files list(Storage storage, String source, Listing listing) throws IOException {
    List<Place> places = new ArrayList<>();
    for (String path : paths) {
      String uri = storage.qualify(Storage.outer(path)).toString();
      Place place;
      try {
        place = Place.list(storage, places.size(), path);
      } catch (IOException e) {
        listing.rejected(
            new Rejection(null, uri, null, source, Outcome.REJECTED, Texts.sentence(e)));
        place = Place.empty();
      }
      for (Place.Refused refused : place.refused()) {
        listing.rejected(
            new Rejection(
                FileNames.withoutExtension(FileNames.last(refused.entry())),
                uri,
                refused.entry(),
                source,
                refused.outcome(),
                refused.reason()));
      }
      places.add(place);
    }
    return new Files(places, storage.qualify(Storage.outer(paths.get(0))).toString());
  }

  /**
   * The files of all places.
   *
   * @param places one for each path
   * @param uri the first one's address
   */
  record Files(List<Place> places, String uri) {
    /** Where a file of this name lies, the first place first. */
    List<Location> named(String name) {
      return in(place -> place.file(name));
    }

    /** Where a video lies whose name, without folders and extension, is this. */
    List<Location> video(String stem) {
      return in(place -> place.video(stem));
    }

    private List<Location> in(Function<Place, Optional<Location>> search) {
      return places.stream().map(search).flatMap(Optional::stream).toList();
    }

    /** All videos by their names, hidden ones left out. */
    Map<String, List<Location>> videos() {
      Map<String, List<Location>> videos = new LinkedHashMap<>();
      for (Place place : places) {
        place
            .files()
            .forEach(
                (name, location) -> {
                  if (FileNames.isVideo(name) && !FileNames.isHidden(name)) {
                    videos.computeIfAbsent(name, key -> new ArrayList<>()).add(location);
                  }
                });
      }
      return videos;
    }

    /** Gives a sample to the listing: as a candidate, or as missing where it lies nowhere. */
    void take(Sample sample, List<Location> locations, String name, Listing listing) {
      if (!locations.isEmpty()) {
        listing.candidate(new Candidate(sample, locations));
        return;
      }
      String reason =
          places.size() == 1
              ? String.format("There is no '%s' in %s.", name, uri)
              : String.format("There is no '%s' in %s or its backups.", name, uri);
      listing.missing(
          sample, new Rejection(sample.id(), uri, null, sample.source(), Outcome.MISSING, reason));
    }
  }
}
