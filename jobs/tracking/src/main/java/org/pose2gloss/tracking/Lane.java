package org.pose2gloss.tracking;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The records of one run on their way, in one folder that one process at a time holds.
 *
 * <p>{@code run.json} says which run; {@code records.jsonl} has a line a record and only grows;
 * {@code delivered} says up to which byte of it the server has everything; {@code files} holds
 * copies of artifacts; {@code refused.jsonl} what the server does not take. It survives the death
 * of the process that writes it; half a last line is cut off when the next one takes it.
 */
final class Lane implements AutoCloseable {
  static final String RUN = "run.json";
  static final String RECORDS = "records.jsonl";
  static final String DELIVERED = "delivered";
  static final String FILES = "files";
  static final String REFUSED = "refused.jsonl";
  private static final String LOCK = "lock";
  private static final String OWNER = "owner";
  static final JsonMapper JSON = new JsonMapper();

  /** A record and the byte after it. */
  record Entry(OutboxRecord record, long end) {}

  private final Path folder;
  private final RunReference run;
  private final FileChannel lock;
  private final FileChannel records;
  private long written;
  private long delivered;
  private long fileBytes;
  private int nextFile;

  private Lane(Path folder, RunReference run, FileChannel lock) throws IOException {
    this.folder = folder;
    this.run = run;
    this.lock = lock;
    records =
        FileChannel.open(
            folder.resolve(RECORDS),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    written = wholeLines();
    records.truncate(written);
    delivered = Math.min(written, deliveredOf(folder));
    try (Stream<Path> files = Files.list(folder.resolve(FILES))) {
      for (Path file : files.toList()) {
        fileBytes += Files.size(file);
        nextFile++;
      }
    }
  }

  /** A new lane. */
  static Lane make(Path folder, RunReference run) throws IOException {
    Files.createDirectories(folder.resolve(FILES));
    FileChannel lock = locked(folder).orElseThrow(() -> new IOException(folder + " is in use"));
    Files.write(folder.resolve(RUN), JSON.writeValueAsBytes(run));
    return new Lane(folder, run, lock);
  }

  /** A lane that another process has left; empty if one is at work in it or has removed it. */
  static Optional<Lane> take(Path folder) throws IOException {
    Optional<FileChannel> lock = lockedIf(folder, RUN);
    return lock.isPresent()
        ? Optional.of(new Lane(folder, runOf(folder).orElseThrow(), lock.get()))
        : Optional.empty();
  }

  /** The run of the lane in a folder; empty if there is none. */
  static Optional<RunReference> runOf(Path folder) throws IOException {
    return reference(folder.resolve(RUN));
  }

  /** The run that a file names; empty if there is no such file, or half of one. */
  static Optional<RunReference> reference(Path file) throws IOException {
    try {
      return Optional.of(JSON.readValue(Files.readAllBytes(file), RunReference.class));
    } catch (NoSuchFileException | JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /** Up to which byte the records of the lane in a folder are delivered. */
  static long deliveredOf(Path folder) throws IOException {
    try {
      String number = Files.readString(folder.resolve(DELIVERED)).strip();
      return number.matches("\\d{1,18}") ? Long.parseLong(number) : 0;
    } catch (NoSuchFileException e) {
      return 0;
    }
  }

  Path folder() {
    return folder;
  }

  Path files() {
    return folder.resolve(FILES);
  }

  RunReference run() {
    return run;
  }

  /** Bytes that it takes of the disk. */
  synchronized long bytes() {
    return written - delivered + fileBytes;
  }

  synchronized boolean isDelivered() {
    return delivered == written;
  }

  /** Adds a record at the end. */
  synchronized void append(OutboxRecord record) throws IOException {
    byte[] line = JSON.writeValueAsBytes(record);
    ByteBuffer bytes = ByteBuffer.allocate(line.length + 1).put(line).put((byte) '\n').flip();
    try {
      for (long at = written; bytes.hasRemaining(); ) {
        at += records.write(bytes, at);
      }
    } catch (IOException e) {
      records.truncate(written);
      throw e;
    }
    written += line.length + 1;
    notifyAll();
  }

  /** Adds an artifact, whose file is copied. */
  void append(Path file, String path) throws IOException {
    String name;
    synchronized (this) {
      name = nextFile++ + "";
    }
    Path copy = files().resolve(name);
    Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
    synchronized (this) {
      fileBytes += Files.size(copy);
      append(new OutboxRecord.Artifact(name, path));
    }
  }

  /** The next records that are not delivered, oldest first. */
  List<Entry> next(int most) throws IOException {
    long at;
    long end;
    synchronized (this) {
      at = delivered;
      end = written;
    }
    List<Entry> entries = new ArrayList<>();
    try (FileChannel channel = FileChannel.open(folder.resolve(RECORDS));
        InputStream in = new BufferedInputStream(Channels.newInputStream(channel.position(at)))) {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      while (at < end && entries.size() < most) {
        int next = in.read();
        at++;
        if (next == '\n') {
          entries.add(new Entry(JSON.readValue(line.toString(UTF_8), OutboxRecord.class), at));
          line.reset();
        } else {
          line.write(next);
        }
      }
    }
    return entries;
  }

  /** Notes that everything before a byte is at the server. */
  void delivered(OutboxRecord record, long end) throws IOException {
    Path next = folder.resolve(DELIVERED + ".new");
    Files.writeString(next, Long.toString(end));
    Files.move(
        next,
        folder.resolve(DELIVERED),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
    long freed = 0;
    if (record instanceof OutboxRecord.Artifact artifact) {
      Path file = files().resolve(artifact.file());
      freed = Files.size(file);
      Files.delete(file);
    }
    synchronized (this) {
      fileBytes -= freed;
      delivered = end;
      notifyAll();
    }
  }

  /** Puts aside what the server does not take, with its reason. */
  void refused(OutboxRecord record, String reason) throws IOException {
    String line =
        JSON.createObjectNode()
            .put("reason", reason)
            .set("record", JSON.valueToTree(record))
            .toString();
    Files.writeString(
        folder.resolve(REFUSED), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /** Waits for a record, or until a moment of {@link System#nanoTime} has come. */
  synchronized void awaitRecord(long nanos) throws InterruptedException {
    long end = System.nanoTime() + nanos;
    for (long left = nanos; isDelivered() && left > 0; left = end - System.nanoTime()) {
      wait(left / 1_000_000 + 1);
    }
  }

  /** Waits until everything is delivered; false if it is not in time. */
  synchronized boolean awaitDelivery(long nanos) throws InterruptedException {
    long end = System.nanoTime() + nanos;
    for (long left = nanos; !isDelivered() && left > 0; left = end - System.nanoTime()) {
      wait(left / 1_000_000 + 1);
    }
    return isDelivered();
  }

  /** Removes the folder; the lane is closed. Refused records stay, in a file beside it. */
  void remove() throws IOException {
    Path refused = folder.resolve(REFUSED);
    if (Files.exists(refused)) {
      Files.move(refused, Path.of(folder + "." + REFUSED));
    }
    Files.delete(folder.resolve(RUN)); // from here on nobody takes it
    close();
    delete(folder);
  }

  static void delete(Path folder) throws IOException {
    try (Stream<Path> walk = Files.walk(folder)) {
      for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  @Override
  public void close() {
    try {
      records.close();
      unlock(folder, lock);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Locks a folder that another process has left; empty if that one is at work in it or has removed
   * it, whose last act before it gives the lock away is to delete the file that names the run.
   *
   * @param named the file's name
   */
  static Optional<FileChannel> lockedIf(Path folder, String named) throws IOException {
    Path file = folder.resolve(named);
    if (reference(file).isEmpty()) {
      return Optional.empty();
    }
    Optional<FileChannel> lock;
    try {
      lock = locked(folder);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    if (lock.isPresent() && reference(file).isEmpty()) {
      unlock(folder, lock.get());
      return Optional.empty();
    }
    return lock;
  }

  /**
   * Locks a folder for this process; empty if it is locked.
   *
   * <p>The owner's name is looked at first: to open and close a file that this process has locked
   * would give its lock away (POSIX).
   */
  static Optional<FileChannel> locked(Path folder) throws IOException {
    synchronized (Lane.class) {
      Path owner = folder.resolve(OWNER);
      if (Files.exists(owner) && Files.readString(owner).equals(thisProcess())) {
        return Optional.empty();
      }
      FileChannel channel =
          FileChannel.open(
              folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      if (lock == null) {
        channel.close();
        return Optional.empty();
      }
      Files.writeString(owner, thisProcess());
      return Optional.of(channel);
    }
  }

  static void unlock(Path folder, FileChannel lock) throws IOException {
    synchronized (Lane.class) {
      if (lock.isOpen()) {
        Files.deleteIfExists(folder.resolve(OWNER));
        lock.close();
      }
    }
  }

  /** Its number alone is given again, in a container to nearly every process. */
  private static String thisProcess() {
    ProcessHandle process = ProcessHandle.current();
    return process.pid() + " of " + process.info().startInstant().map(Object::toString).orElse("");
  }

  /** The end of the last whole line. */
  private long wholeLines() throws IOException {
    long size = records.size();
    ByteBuffer one = ByteBuffer.allocate(1);
    while (size > 0) {
      one.clear();
      records.read(one, size - 1);
      if (one.get(0) == '\n') {
        break;
      }
      size--;
    }
    return size;
  }
}
