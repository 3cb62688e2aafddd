package org.pose2gloss.tracking;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Files of a store on their way to a folder, which appears at once and whole, or not at all.
 *
 * @param api the server
 * @param store where they lie
 * @param what they are, for messages
 */
record Download(MlflowApi api, ArtifactStore store, String what) {

  /**
   * Fetches.
   *
   * @param artifactFolder of the store; "" is its root
   * @param folder must be absent or empty
   */
  void to(String artifactFolder, Path folder) {
    Path target = folder.toAbsolutePath().normalize();
    try {
      Files.createDirectories(target.getParent());
      Path staging = Files.createTempDirectory(target.getParent(), ".download-");
      try {
        store.getAll(artifactFolder, staging, api);
        if (isEmpty(staging)) {
          throw api.failure(
              "%s has no artifacts%s: its files are gone; train and register the model again."
                  .formatted(
                      what, artifactFolder.isEmpty() ? "" : " in the folder " + artifactFolder));
        }
        Files.deleteIfExists(target);
        Files.move(staging, target);
      } finally {
        deleteAll(staging);
      }
    } catch (IOException e) {
      throw new TrackingException(
          "Cannot put %s into %s, which must be an absent or empty folder (%s)."
              .formatted(what, folder, e),
          e);
    }
  }

  private static boolean isEmpty(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.findAny().isEmpty();
    }
  }

  private static void deleteAll(Path folder) throws IOException {
    if (Files.notExists(folder)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(path);
      }
    }
  }
}
