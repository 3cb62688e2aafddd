package org.pose2gloss.pipelines.ingest.source;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.pose2gloss.storage.ArchivedFile;

/** The files of a folder or of a zip archive by their names in it; listed once. */
final class Place {
  /**
   * A file that is left out, because of its name.
   *
   * @param entry its name inside the archive
   * @param outcome {@link Outcome#DUPLICATE} or {@link Outcome#REJECTED}
   * @param reason why, one sentence
   */
  record Refused(String entry, Outcome outcome, String reason) {}

  private final Map<String, Location> byName = new TreeMap<>();
  private final Map<String, Location> videoByStem = new HashMap<>();
  private final List<Refused> refused = new ArrayList<>();
  private final int number;

  private Place(int number) {
    this.number = number;
  }

  /** A place that has nothing. */
  static Place empty() {
    return new Place(0);
  }

  /**
   * Lists the files of a place.
   *
   * @param number which of its source's places it is
   * @param path a folder, a zip archive, or {@code archive!/folder} inside it
   * @throws IOException if it cannot be read, in a sentence
   */
  static Place list(Storage storage, int number, String path) throws IOException {
    Path root = storage.qualify(Storage.outer(path));
    FileStatus status = storage.status(root);
    Place place = new Place(number);
    if (status.isDirectory()) {
      place.addFolder(storage, root);
    } else {
      String folder = Objects.requireNonNullElse(Storage.inner(path), "");
      place.addArchive(
          storage, status, folder.isEmpty() || folder.endsWith("/") ? folder : folder + "/");
    }
    place.byName.forEach(
        (name, location) -> {
          if (FileNames.isVideo(name) && !FileNames.isHidden(name)) {
            place.videoByStem.putIfAbsent(
                FileNames.withoutExtension(FileNames.last(name)), location);
          }
        });
    return place;
  }

  private void addFolder(Storage storage, Path root) throws IOException {
    for (FileStatus file : storage.files(root)) {
      FileStamp stamp =
          new FileStamp(
              file.getPath().toString(), null, file.getLen(), file.getModificationTime(), null);
      byName.put(Storage.relative(root, file.getPath()), new Location(number, stamp, null));
    }
  }

  private void addArchive(Storage storage, FileStatus archive, String folder) throws IOException {
    String uri = archive.getPath().toString();
    for (ArchivedFile file : storage.archived(archive.getPath())) {
      if (!file.name().startsWith(folder)) {
        continue;
      }
      String name = file.name().substring(folder.length());
      Optional<Refused> reason = refusal(file.name(), byName.containsKey(name));
      if (reason.isPresent()) {
        if (FileNames.isVideo(name) || FileNames.isPose(name)) {
          refused.add(reason.get());
        }
        continue;
      }
      FileStamp stamp =
          new FileStamp(
              uri, file.name(), file.bytes(), archive.getModificationTime(), file.crc32());
      byName.put(name, new Location(number, stamp, file));
    }
  }

  /** Why a name inside an archive is not taken, where it is not. */
  private static Optional<Refused> refusal(String name, boolean isTwice) {
    if (FileNames.leadsOut(name)) {
      return refused(name, Outcome.REJECTED, "The name '%s' leads out of the archive.");
    }
    if (name.chars().anyMatch(Character::isISOControl)) {
      return refused(name, Outcome.REJECTED, "The name '%s' holds what cannot be printed.");
    }
    if (isTwice) {
      return refused(
          name, Outcome.DUPLICATE, "The archive holds the name '%s' twice; the first one counts.");
    }
    return Optional.empty();
  }

  private static Optional<Refused> refused(String name, Outcome outcome, String sentence) {
    return Optional.of(new Refused(name, outcome, String.format(sentence, Texts.shown(name))));
  }

  /** All files in the order of their names. */
  Map<String, Location> files() {
    return byName;
  }

  /** The file of a name. */
  Optional<Location> file(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** The video whose name, without folders and extension, is this. */
  Optional<Location> video(String stem) {
    return Optional.ofNullable(videoByStem.get(stem));
  }

  /** Files of archives that are left out. */
  List<Refused> refused() {
    return refused;
  }
}
