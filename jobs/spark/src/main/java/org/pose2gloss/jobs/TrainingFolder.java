package org.pose2gloss.jobs;

import java.io.IOException;
<<<<<<< HEAD
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.apache.commons.io.FileUtils;

/**
 * Where one training works: {@code unfinished/PREPARATION-DIGEST} until it is done, so that the
 * same training finds what a killed one has left, then a folder of its run's own.
 *
 * @param working folder while it trains
 * @param done folder when it is done
 */
record TrainingFolder(Path working, Path done) {
  private static final String RUN = "run-id";

  /**
   * The folders of a training.
   *
   * @param directory of all trainings
   * @param digest of all that it is a function of
   * @param runId its run, empty for none
   */
  static TrainingFolder of(String directory, String preparation, String digest, String runId) {
    Path all = Path.of(directory).toAbsolutePath();
    return new TrainingFolder(
        all.resolve("unfinished").resolve(preparation + "-" + digest),
        all.resolve(runId.isEmpty() ? preparation : runId));
  }

  /** Run that trained here last, which did not come to its end. */
  Optional<String> earlierRun() throws IOException {
    Path file = working.resolve(RUN);
    return Files.exists(file)
        ? Optional.of(Files.readString(file).strip()).filter(id -> !id.isEmpty())
        : Optional.empty();
  }

  /** Writes down which run trains here now. */
  void begin(String runId) throws IOException {
    Files.createDirectories(working);
    Files.writeString(working.resolve(RUN), runId + "\n");
  }

  /** Gives what was trained its final place, instead of what is there: nothing goes on from it. */
  void finish() throws IOException {
    FileUtils.deleteDirectory(done.toFile());
    Files.createDirectories(done.getParent());
    Files.move(working, done, StandardCopyOption.ATOMIC_MOVE);
=======
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.pose2gloss.classifier.ClassifierException;

/**
 * Where one training leaves checkpoints and model: in a folder that the machine that trains can
 * mount or, by the address of a folder in shared storage, on that machine's disk until the model is
 * whole, which is then copied there.
 */
final class TrainingFolder {
  /** Readers take a folder without it for none: it is copied last. */
  private static final String LAST_FILE = "saved_model.pb";

  private final Path local;
  private final Optional<org.apache.hadoop.fs.Path> shared;
  private final Configuration configuration;

  private TrainingFolder(
      Path local, Optional<org.apache.hadoop.fs.Path> shared, Configuration configuration) {
    this.local = local;
    this.shared = shared;
    this.configuration = configuration;
  }

  /**
   * The folder of one training.
   *
   * @param directory folder of all trainings: a path, or an address such as s3a://bucket/models
   * @param name of this one
   */
  static TrainingFolder of(String directory, String name, Configuration configuration) {
    if (!directory.contains(":/")) {
      return new TrainingFolder(path(Path.of(directory), name), Optional.empty(), configuration);
    }
    URI address = new org.apache.hadoop.fs.Path(directory).toUri();
    if ("file".equals(address.getScheme())) {
      Path folder = Path.of(address.getPath());
      return new TrainingFolder(path(folder, name), Optional.empty(), configuration);
    }
    Path disk = Path.of(System.getProperty("java.io.tmpdir"), "pose2gloss-training");
    return new TrainingFolder(
        path(disk, name),
        Optional.of(new org.apache.hadoop.fs.Path(directory, name)),
        configuration);
  }

  private static Path path(Path directory, String name) {
    return directory.resolve(name).toAbsolutePath();
  }

  /** The folder to train in. */
  Path local() {
    return local;
  }

  /**
   * Copies the model to shared storage, if that is where it belongs, in place of one that is there.
   *
   * @param model a folder inside the local one
   * @return where it is now
   * @throws ClassifierException if it cannot be copied; the model stays where it is
   */
  String publish(Path model) {
    if (shared.isEmpty()) {
      return model.toString();
    }
    org.apache.hadoop.fs.Path target =
        new org.apache.hadoop.fs.Path(shared.get(), model.getFileName().toString());
    try {
      copy(model, target);
    } catch (IOException e) {
      throw new ClassifierException(
          String.format(
              "The model could not be copied to %s (%s); it is in %s.",
              target, String.valueOf(e.getMessage()).replaceAll("[.!]+$", ""), model),
          e);
    }
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
>>>>>>> gpu
  }
}
