package org.pose2gloss.jobs;

import java.io.IOException;
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
   * @param all folder of all trainings
   * @param digest of all that it is a function of
   * @param runId its run, empty for none
   */
  static TrainingFolder of(Path all, String preparation, String digest, String runId) {
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
  }
}
