package org.pose2gloss.tracking;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Says on this machine's disk that a run is open and that this process will end it. A process that
 * dies without a word (kill -9, no memory, no power) leaves its mark, by which the next command
 * ends the run.
 */
final class RunMark implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(RunMark.class.getName());
  private static final String PREFIX = "open-";
  private static final String RUN = "open.json";

  /** What the run's tag {@code failure} says then. */
  private static final String GONE =
      "The process that did the work is gone: it was killed, or its machine was.";

  private final Path folder;
  private final RunReference run;
  private final FileChannel lock;

  private RunMark(Path folder, RunReference run, FileChannel lock) {
    this.folder = folder;
    this.run = run;
    this.lock = lock;
  }

  /** Sets one in an outbox; none where nothing can be written, which is no reason to end. */
  static Optional<RunMark> set(Path outbox, RunReference run) {
    Path folder =
        outbox.resolve(PREFIX + run.runId() + "-" + UUID.randomUUID().toString().substring(0, 8));
    try {
      Files.createDirectories(folder);
      Optional<FileChannel> lock = Lane.locked(folder);
      Files.write(folder.resolve(RUN), Lane.JSON.writeValueAsBytes(run));
      return lock.map(channel -> new RunMark(folder, run, channel));
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "No mark for the run " + run.runId(), e);
      return Optional.empty();
    }
  }

  static boolean isMark(String name) {
    return name.startsWith(PREFIX);
  }

  /** A mark that a dead process has left; empty if its process lives or has just removed it. */
  static Optional<RunMark> take(Path folder) throws IOException {
    Optional<FileChannel> lock = Lane.lockedIf(folder, RUN);
    return lock.isPresent()
        ? Optional.of(
            new RunMark(folder, Lane.reference(folder.resolve(RUN)).orElseThrow(), lock.get()))
        : Optional.empty();
  }

  RunReference run() {
    return run;
  }

  /**
   * Ends the run as KILLED if it is open still.
   *
   * @throws TrackingException if the server does not take it
   */
  void endRun(MlflowApi api) {
    try {
      if (FoundRun.read(api, run.runId()).status() == FoundRun.Status.RUNNING) {
        Sender sender = new Sender(api, run);
        sender.send(new OutboxRecord.Tags(Map.of(TrackedRun.FAILURE, GONE)), folder, false);
        sender.send(new OutboxRecord.End("KILLED", System.currentTimeMillis()), folder, false);
      }
    } catch (TrackingException e) {
      if (!e.isRefusal()) {
        throw e;
      }
      LOG.log(System.Logger.Level.DEBUG, "The run is gone too.", e);
    }
  }

  /** Takes it away. */
  void remove() {
    try {
      Files.deleteIfExists(folder.resolve(RUN)); // from here on nobody takes it
      close();
      Lane.delete(folder);
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "Cannot remove " + folder + ": " + e.getMessage());
    }
  }

  /** Leaves it where it is. */
  @Override
  public void close() throws IOException {
    Lane.unlock(folder, lock);
  }
}
