package org.pose2gloss.tracking;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Where one run, or one model version, keeps its files. Paths are relative, with slashes. */
sealed interface ArtifactStore permits ProxiedArtifacts, FolderArtifacts, HadoopArtifacts {
  /** Deepest folder that a listing from a server may lead to. */
  int DEEPEST = 32;

  /** Most files that a listing from a server may lead to. */
  int MOST_FILES = 100_000;

  /** Schemes of MLflow that name no storage of files. */
  Set<String> HOSTED = Set.of("dbfs", "runs", "models", "http", "https", "ftp", "sftp");

  /** The store at an artifact address that the server gave. */
  static ArtifactStore open(MlflowApi api, String artifactUri) {
    String scheme = artifactUri.replaceAll(":.*", "").toLowerCase(Locale.ROOT);
    if (scheme.equals("mlflow-artifacts")) {
      return ProxiedArtifacts.at(api, URI.create(artifactUri));
    }
    if (scheme.equals("file")) {
      return new FolderArtifacts(api, Path.of(URI.create(artifactUri.replaceAll("[?#].*", ""))));
    }
    if (artifactUri.startsWith("/")) {
      return new FolderArtifacts(api, Path.of(artifactUri));
    }
    if (!scheme.matches("[a-z][a-z0-9+.-]*") || HOSTED.contains(scheme)) {
      throw api.failure(
          "its artifacts lie at %s, which only the server can reach: start it with --serve-artifacts and --artifacts-destination, and use a new experiment."
              .formatted(artifactUri));
    }
    return HadoopArtifacts.at(api, artifactUri, api.options());
  }

  void put(Path file, String path);

  /** What lies directly in a folder ("" is the root), named by its whole path. */
  List<Entry> list(String folder);

  void get(Entry file, Path target);

  /** Every file under a folder. */
  static List<Path> filesUnder(Path folder) {
    List<Path> files = new ArrayList<>();
    try {
      Files.walkFileTree(
          folder,
          EnumSet.of(FileVisitOption.FOLLOW_LINKS),
          DEEPEST,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              files.add(file);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new TrackingException(
          "The folder %s cannot be read to log it (%s).".formatted(folder, e.getMessage()), e);
    }
    return files;
  }

  /** Gets every file under {@code folder} of the store into {@code target}. */
  default void getAll(String folder, Path target, MlflowApi api) {
    List<Entry> files = new ArrayList<>();
    collect(folder, 0, files, api);
    for (Entry file : files) {
      String name = folder.isEmpty() ? file.path() : file.path().substring(folder.length() + 1);
      Path place = ArtifactNames.inside(target, name);
      try {
        Files.createDirectories(place.getParent());
        if (Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
          throw api.failure("it lists the artifact '" + file.path() + "' twice.");
        }
      } catch (IOException e) {
        throw new TrackingException("Cannot write %s (%s).".formatted(place, e.getMessage()), e);
      }
      get(file, place);
    }
  }

  private void collect(String folder, int depth, List<Entry> files, MlflowApi api) {
    if (depth > DEEPEST) {
      throw api.failure("its artifact folder '" + folder + "' is too deep.");
    }
    for (Entry entry : list(folder)) {
      if (entry.directory()) {
        collect(entry.path(), depth + 1, files, api);
      } else {
        files.add(entry);
      }
      if (files.size() > MOST_FILES) {
        throw api.failure("it lists more than " + MOST_FILES + " artifacts.");
      }
    }
  }

  /** One file or folder of a store. */
  record Entry(String path, boolean directory, long bytes) {}
}
