package org.pose2gloss.tables;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.iceberg.LockManager;

/**
 * Lets one program at a time commit to a table of a {@code hadoop} catalog in a local folder.
 *
 * <p>Such a catalog commits by renaming a file to the next version's name. On HDFS a rename fails
 * if the name is taken; on a local file system it silently replaces what another program has just
 * committed, and Iceberg's own lock knows of one program only. Here the operating system locks a
 * file beside the versions, and gives it free should the program die.
 */
public final class FileLockManager implements LockManager {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Duration PAUSE = Duration.ofMillis(10);

  /** Hidden from Hadoop, which leaves out names that begin with a dot. */
  private static final String LOCK_FILE = ".commit.lock";

  /**
   * Who of this program may ask the operating system. Its locks belong to a whole program: a thread
   * that closed the file after a vain attempt would give free the lock of another thread.
   */
  private static final Map<Path, Semaphore> IN_THIS_PROGRAM = new ConcurrentHashMap<>();

  private final Map<String, Held> held = new ConcurrentHashMap<>();

  /** A manager that holds no lock; Iceberg makes it by the catalog's property {@code lock-impl}. */
  public FileLockManager() {}

  private record Held(FileChannel channel, Semaphore turn) {
    void giveBack() throws IOException {
      try {
        channel.close();
      } finally {
        turn.release();
      }
    }
  }

  @Override
  public void initialize(Map<String, String> properties) {
    // No settings: the lock lies beside what it guards.
  }

  @Override
  public boolean acquire(String entityId, String ownerId) {
    Path lockFile =
        Path.of(new org.apache.hadoop.fs.Path(entityId).getParent().toUri().getPath(), LOCK_FILE);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    Semaphore turn = IN_THIS_PROGRAM.computeIfAbsent(lockFile, path -> new Semaphore(1));
    try {
      if (!turn.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        return false;
      }
      boolean locked = false;
      try {
        FileChannel channel = lock(lockFile, deadline);
        locked = channel != null;
        if (locked) {
          held.put(entityId, new Held(channel, turn));
        }
        return locked;
      } finally {
        if (!locked) {
          turn.release();
        }
      }
    } catch (IOException e) {
      throw new TableException(
          String.format("The lock %s cannot be taken (%s).", lockFile, e.getMessage()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** The locked file, or null if others kept it until the deadline. */
  private static FileChannel lock(Path lockFile, long deadline)
      throws IOException, InterruptedException {
    FileChannel channel =
        FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    boolean locked = false;
    try {
      while (!locked && System.nanoTime() < deadline) {
        locked = tryLock(channel);
        if (!locked) {
          Thread.sleep(PAUSE.toMillis());
        }
      }
      return locked ? channel : null;
    } finally {
      if (!locked) {
        channel.close();
      }
    }
  }

  private static boolean tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      // This class was loaded twice, and its other self has the lock.
      return false;
    }
  }

  @Override
  public boolean release(String entityId, String ownerId) {
    Held lock = held.remove(entityId);
    if (lock == null) {
      return false;
    }
    try {
      lock.giveBack();
      return true;
    } catch (IOException e) {
      throw new TableException(
          String.format("A lock of %s cannot be given back (%s).", entityId, e.getMessage()), e);
    }
  }

  @Override
  public void close() {
    held.keySet().forEach(entity -> release(entity, ""));
  }
}
