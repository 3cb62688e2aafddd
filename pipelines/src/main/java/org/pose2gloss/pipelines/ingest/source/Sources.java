package org.pose2gloss.pipelines.ingest.source;

import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import org.apache.hadoop.fs.Path;

/** What the kinds of source share. */
final class Sources {
  /** Containers in which WLASL's and other collections' videos come. */
  private static final Set<String> VIDEO_EXTENSIONS =
      Set.of("mp4", "m4v", "mov", "mkv", "webm", "avi", "mpg", "mpeg", "flv", "swf", "wmv", "3gp");

  private Sources() {}

  static boolean isVideo(Path file) {
    String name = file.getName();
    String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return VIDEO_EXTENSIONS.contains(extension);
  }

  static void checkFolder(Storage storage, String source, String folder) {
    try {
      Path path = storage.qualify(folder);
      if (!storage.isFolder(path)) {
        throw new IngestException(
            String.format(
                "The folder %s of the source '%s' does not exist: check ingest.sources.",
                path, source));
      }
    } catch (IOException e) {
      throw new IngestException(
          String.format(
              "The folder %s of the source '%s' cannot be reached (%s).",
              folder, source, e.getMessage()),
          e);
    }
  }

  static CsvFile csv(Storage storage, String source, String path) {
    try {
      return CsvFile.at(storage, path);
    } catch (IOException e) {
      throw new IngestException(
          String.format(
              "The file %s of the source '%s' cannot be reached (%s).",
              path, source, e.getMessage()),
          e);
    }
  }
}
