package org.pose2gloss.jobs;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.pose2gloss.classifier.ClassifierException;

/**
 * Where trained models stay: in a folder that the machine that trains can mount or, by the address
 * of a folder in shared storage, on that machine's disk until a model is whole, which is then moved
 * there.
 */
final class ModelStorage {
  /** Readers take a folder without it for none: it is copied last. */
  private static final String LAST_FILE = "saved_model.pb";

  private final Path local;
  private final Optional<org.apache.hadoop.fs.Path> shared;
  private final Configuration configuration;

  private ModelStorage(
      Path local, Optional<org.apache.hadoop.fs.Path> shared, Configuration configuration) {
    this.local = local.toAbsolutePath();
    this.shared = shared;
    this.configuration = configuration;
  }

  /**
   * The storage of all trainings.
   *
   * @param directory a path, or an address such as s3a://bucket/models
   */
  static ModelStorage of(String directory, Configuration configuration) {
    if (!directory.contains(":/")) {
      return new ModelStorage(Path.of(directory), Optional.empty(), configuration);
    }
    org.apache.hadoop.fs.Path address = new org.apache.hadoop.fs.Path(directory);
    URI uri = address.toUri();
    if ("file".equals(uri.getScheme())) {
      return new ModelStorage(Path.of(uri.getPath()), Optional.empty(), configuration);
    }
    Path disk = Path.of(System.getProperty("java.io.tmpdir"), "pose2gloss-training");
    return new ModelStorage(disk, Optional.of(address), configuration);
  }

  /** Folder of all trainings on the machine that trains. */
  Path local() {
    return local;
  }

  /**
   * Moves a finished model to shared storage, if that is where it belongs, in place of one that is
   * there; nothing is left of its training on this machine's disk then.
   *
   * @param model a folder inside a training's folder inside the local one
   * @return where it is now
   * @throws ClassifierException if it cannot be copied; the model stays where it is
   */
  String publish(Path model) throws IOException {
    if (shared.isEmpty()) {
      return model.toString();
    }
    Path inside = local.relativize(model);
    org.apache.hadoop.fs.Path target =
        new org.apache.hadoop.fs.Path(shared.get(), inside.toString());
    try {
      copy(model, target);
    } catch (IOException e) {
      throw new ClassifierException(
          String.format(
              "The model could not be copied to %s (%s); it is in %s.",
              target, String.valueOf(e.getMessage()).replaceAll("[.!]+$", ""), model),
          e);
    }
    FileUtils.deleteDirectory(local.resolve(inside.getName(0)).toFile());
    return target.toString();
  }

  private void copy(Path model, org.apache.hadoop.fs.Path target) throws IOException {
    FileSystem system = target.getFileSystem(configuration);
    system.delete(new org.apache.hadoop.fs.Path(target, LAST_FILE), false);
    system.delete(target, true);
    for (Path file : lastFileLast(model)) {
      String name = model.relativize(file).toString();
      system.copyFromLocalFile(
          new org.apache.hadoop.fs.Path(file.toUri()), new org.apache.hadoop.fs.Path(target, name));
    }
  }

  private static List<Path> lastFileLast(Path model) throws IOException {
    try (Stream<Path> files = Files.walk(model)) {
      return files
          .filter(Files::isRegularFile)
          .sorted(Comparator.comparing(file -> file.getFileName().toString().equals(LAST_FILE)))
          .toList();
    }
  }
}
