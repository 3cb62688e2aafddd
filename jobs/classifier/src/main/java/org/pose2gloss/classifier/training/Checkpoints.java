package org.pose2gloss.classifier.training;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.pose2gloss.classifier.ClassifierException;

/**
 * The checkpoints of one training: folders {@code step-000000123}, each there whole or not at all,
 * and the files {@code latest} and {@code best} that name two of them. Whatever stops the process,
 * the newest folder is whole and so is the best that it names.
 *
 * <p>Holds a lock, so that no two processes write the same checkpoints; the lock of a killed
 * process is gone with it.
 */
final class Checkpoints implements AutoCloseable {
  /** Name of their folder inside a training's. */
  static final String FOLDER = "checkpoints";

  /** File that names the checkpoint of the best epoch. */
  static final String BEST = "best";

  private static final String LATEST = "latest";
  private static final String LOCK = "lock";
  private static final String DAMAGED = "damaged-";
  private static final String PREFIX = "step-";

  private final Path folder;
  private final int keep;
  private final FileChannel lockFile;

  /**
   * In a folder that is made if need be.
   *
   * @param keep newest ones that stay
   * @throws ClassifierException if another training writes there
   */
  Checkpoints(Path folder, int keep) throws IOException {
    this.folder = folder;
    this.keep = keep;
    Files.createDirectories(folder);
    this.lockFile =
        FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (!locked(lockFile)) {
      lockFile.close();
      throw new ClassifierException(
          "Another process trains in " + folder.getParent() + ": wait for it or stop it first.");
    }
    AtomicFolder.removeLeftovers(folder);
  }

  private static boolean locked(FileChannel file) throws IOException {
    try {
      FileLock lock = file.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  /** Those that are there, the newest first. */
  List<Checkpoint> newestFirst() throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(entry -> entry.getFileName().toString().startsWith(PREFIX))
          .sorted(Comparator.reverseOrder())
          .map(Checkpoint::new)
          .toList();
    }
  }

  /** Name of the checkpoint after so many steps. */
  static String name(long totalSteps) {
    return String.format("%s%012d", PREFIX, totalSteps);
  }

  /**
   * Writes the checkpoint of a state, then lets go of older ones.
   *
   * @throws IOException if it cannot be written; those written before are as they were
   */
  void write(TrainingState state, AtomicFolder.Writer writer) throws IOException {
    String name = name(state.totalSteps());
    try {
      AtomicFolder.write(folder.resolve(name), writer);
      point(LATEST, name);
      if (!state.bestCheckpoint().isEmpty()) {
        point(BEST, state.bestCheckpoint());
      }
    } catch (IOException e) {
      throw new IOException(
          String.format(
              "The checkpoint of step %d could not be written to %s (%s); the last one before it is"
                  + " whole, and the same command goes on from there.",
              state.totalSteps(), folder, e.getMessage()),
          e);
    }
    removeOld();
  }

  private void point(String pointer, String name) throws IOException {
    Path written = folder.resolve("." + pointer);
    Files.writeString(written, name + "\n");
    AtomicFolder.force(written);
    Files.move(
        written,
        folder.resolve(pointer),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  /** The checkpoint of the best epoch that a state names. */
  Checkpoint best(TrainingState state) {
    return new Checkpoint(folder.resolve(state.bestCheckpoint()));
  }

  /** Puts one that cannot be read aside, where a person may look at it. */
  void putAside(Checkpoint damaged) throws IOException {
    Path aside = folder.resolve(DAMAGED + damaged.name());
    AtomicFolder.delete(aside);
    Files.move(damaged.folder(), aside, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Removes all. */
  void clear() throws IOException {
    for (Checkpoint checkpoint : newestFirst()) {
      AtomicFolder.delete(checkpoint.folder());
    }
    Files.deleteIfExists(folder.resolve(BEST));
    Files.deleteIfExists(folder.resolve(LATEST));
  }

  private void removeOld() throws IOException {
    List<Checkpoint> all = newestFirst();
    List<Checkpoint> kept = all.subList(0, Math.min(keep, all.size()));
    Set<String> names = new HashSet<>();
    for (Checkpoint checkpoint : kept) {
      names.add(checkpoint.name());
      try {
        names.add(checkpoint.state().bestCheckpoint());
      } catch (IOException e) {
        // Damaged: nobody goes on from it, so that it needs no other one.
      }
    }
    for (Checkpoint checkpoint : all) {
      if (!names.contains(checkpoint.name())) {
        AtomicFolder.delete(checkpoint.folder());
      }
    }
  }

  @Override
  public void close() throws IOException {
    lockFile.close();
  }
}
