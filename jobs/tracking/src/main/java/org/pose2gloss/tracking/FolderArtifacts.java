package org.pose2gloss.tracking;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * Files in a folder that this machine shares with the tracking server ({@code file:} addresses).
 */
record FolderArtifacts(MlflowApi api, Path root) implements ArtifactStore {

  @Override
  public void put(Path file, String path) {
    Path target = ArtifactNames.inside(root, path);
    try {
      Files.createDirectories(target.getParent());
      Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw failure("copy " + file + " to " + target, e);
    }
  }

  @Override
  public List<Entry> list(String folder) {
    Path listed = folder.isEmpty() ? root : ArtifactNames.inside(root, folder);
    if (!Files.isDirectory(listed)) {
      return List.of();
    }
    try (Stream<Path> children = Files.list(listed)) {
      return children
          .sorted()
          .map(
              child ->
                  new Entry(
                      ArtifactNames.join(folder, child.getFileName().toString()),
                      Files.isDirectory(child),
                      size(child)))
          .toList();
    } catch (IOException e) {
      throw failure("list " + listed, e);
    } catch (UncheckedIOException e) {
      throw failure("list " + listed, e.getCause());
    }
  }

  @Override
  public void get(Entry file, Path target) {
    Path source = ArtifactNames.inside(root, file.path());
    try {
      Files.copy(source, target);
    } catch (IOException e) {
      throw failure("copy " + source + " to " + target, e);
    }
  }

  private static long size(Path file) {
    try {
      return Files.isDirectory(file) ? 0 : Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private TrackingException failure(String task, IOException cause) {
    return new TrackingException(
        "The artifact folder %s of MLflow at %s is not to be used from here: cannot %s (%s)."
            .formatted(root, api.server(), task, cause),
        cause);
  }
}
