package org.pose2gloss.jobs;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.FileInfo;
import org.apache.iceberg.io.SupportsPrefixOperations;

/**
 * What each task is at, on the storage of the table, so that it is still known when the task's
 * process is not.
 *
 * <p>A task writes one small file before it opens a video, over the one of the video before, and
 * deletes it when it ends. A file that is found by a later attempt or a later run tells of a
 * process that died over that video or beside it: the video is suspect. Files of a run that is
 * still at work make its videos suspect too, which costs time but changes no landmark.
 *
 * @param files access to the table's storage
 * @param folder where the files of all runs lie
 * @param run name of this run
 */
record Attempts(FileIO files, String folder, String run) implements Serializable {
  /** Under a table's location; Iceberg's own clean-up spares what begins with an underscore. */
  private static final String FOLDER = "_extract";

  /** Some object stores list an empty folder as a file, and refuse to delete it once it is not. */
  private static final Pattern NOTE = Pattern.compile(".*/\\d+-\\d+");

  /** A content takes less than a hundred bytes. */
  private static final int LONGEST = 1000;

  /** The attempts of a new run over a table. */
  static Attempts of(org.apache.iceberg.Table table, String run) {
    return new Attempts(table.io(), table.location() + "/" + FOLDER, run);
  }

  /** The note of one attempt of one task. */
  final class Note {
    private final String path;
    private boolean written;

    private Note(String path) {
      this.path = path;
    }

    /** Says which content is next. */
    void at(String content) throws IOException {
      try (OutputStream out = files.newOutputFile(path).createOrOverwrite()) {
        out.write(content.getBytes(StandardCharsets.UTF_8));
      }
      written = true;
    }

    /** Says that the task has come to its end. */
    void done() {
      if (written) {
        files.deleteFile(path);
        written = false;
      }
    }
  }

  /** The note of an attempt, not written yet. */
  Note note(int partition, long attempt) {
    return new Note(String.format("%s/%s/%d-%d", folder, run, partition, attempt));
  }

  /** What was found of earlier attempts. */
  record Left(Set<String> contents, List<String> paths) {}

  /** Contents that processes were at when they died, and the files that say so. */
  Left left() {
    List<String> paths = paths(folder);
    Set<String> contents = new HashSet<>();
    for (String path : paths) {
      String content = read(path);
      if (!content.isEmpty()) {
        contents.add(content);
      }
    }
    return new Left(contents, paths);
  }

  /** Forgets files of earlier attempts, once what they tell of has been settled. */
  void forget(List<String> paths) {
    // One that another run has forgotten already is no error to delete.
    paths.forEach(files::deleteFile);
  }

  /** Removes the files of this run. */
  void close() {
    forget(paths(folder + "/" + run));
  }

  private List<String> paths(String prefix) {
    try {
      return StreamSupport.stream(
              ((SupportsPrefixOperations) files).listPrefix(prefix + "/").spliterator(), false)
          .map(FileInfo::location)
          .filter(path -> NOTE.matcher(path).matches())
          .toList();
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof FileNotFoundException) {
        return List.of();
      }
      throw e;
    }
  }

  /** Content of a file, empty if it is gone or was being written when its process died. */
  private String read(String path) {
    try (InputStream in = files.newInputFile(path).newStream()) {
      return new String(in.readNBytes(LONGEST), StandardCharsets.UTF_8);
    } catch (NotFoundException e) {
      return "";
    } catch (IOException e) {
      throw new UncheckedIOException("The note " + path + " cannot be read.", e);
    }
  }
}
