package org.pose2gloss.tracking;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** The folder of a server on this machine: what lies where, and which process works in it. */
record ServerFolder(Path root) {
  Path database() {
    return root.resolve("mlflow.db");
  }

  Path artifacts() {
    return root.resolve("artifacts");
  }

  Path log() {
    return root.resolve("mlflow.log");
  }

  Path pidFile() {
    return root.resolve("mlflow.pid");
  }

  void make() throws IOException {
    Files.createDirectories(artifacts());
  }

  void remember(long pid, URI uri) {
    try {
      Files.writeString(addressFile(), uri.toString());
      Files.writeString(pidFile(), Long.toString(pid));
    } catch (IOException e) {
      throw failure("write to", e);
    }
  }

  void forget() {
    try {
      Files.deleteIfExists(pidFile());
      Files.deleteIfExists(addressFile());
    } catch (IOException e) {
      throw failure("clean", e);
    }
  }

  /** The address of the server that works here now. */
  Optional<URI> running() {
    return process().map(process -> URI.create(read(addressFile())));
  }

  private Optional<ProcessHandle> process() {
    if (!Files.isRegularFile(pidFile()) || !Files.isRegularFile(addressFile())) {
      return Optional.empty();
    }
    String number = read(pidFile());
    if (!number.matches("\\d{1,18}")) {
      return Optional.empty();
    }
    // A number is given to another process after a restart of the machine: it must be an MLflow.
    return ProcessHandle.of(Long.parseLong(number))
        .filter(ProcessHandle::isAlive)
        .filter(
            process ->
                process.info().commandLine().orElse("").contains(database().toString())
                    || Stream.of(process.info().arguments().orElse(new String[0]))
                        .anyMatch(argument -> argument.endsWith(database().toString())));
  }

  private Path addressFile() {
    return root.resolve("mlflow.address");
  }

  private String read(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw failure("read from", e);
    }
  }

  private TrackingException failure(String task, IOException cause) {
    return new TrackingException(
        "Cannot %s MLflow's folder %s (%s).".formatted(task, root, cause.getMessage()), cause);
  }
}
