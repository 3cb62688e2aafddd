package org.pose2gloss.jobs;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.pose2gloss.features.LandmarkSequence;
import org.pose2gloss.features.PoseFile;
import org.pose2gloss.landmarks.LandmarkExtractor;

/**
 * How the landmarks of one file are taken: a {@code .pose} file is read, a video goes through
 * MediaPipe's graphs.
 */
final class Extraction {
  /** What the column {@code graph} says of landmarks that came in a file. */
  static final String POSE_FILE = "pose-file";

  private Extraction() {}

  /** Reads a {@code .pose} file from any file system that Hadoop knows. */
  static LandmarkSequence readPose(String uri) throws IOException {
    org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(uri);
    FileSystem files = path.getFileSystem(new Configuration());
    try (InputStream in = new BufferedInputStream(files.open(path), 1 << 16)) {
      return PoseFile.read(in);
    }
  }

  /** Runs the graphs over a video. */
  static LandmarkSequence runGraphs(LandmarkExtractor extractor, String uri) throws IOException {
    return onThisMachine(uri, extractor::extract);
  }

  /** What is done with a file on a local disk. */
  @FunctionalInterface
  interface FileUse<T> {
    T of(Path file) throws IOException;
  }

  /**
   * Uses a file where it lies or, if that is not a local disk, a copy that is deleted afterwards.
   */
  static <T> T onThisMachine(String uri, FileUse<T> use) throws IOException {
    org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(uri);
    FileSystem files = path.getFileSystem(new Configuration());
    if (files.getScheme().equals("file")) {
      return use.of(Path.of(path.toUri().getPath()));
    }
    Path copy =
        Files.createTempFile("pose2gloss-", path.getName().replaceAll("[^A-Za-z0-9.]", "_"));
    try (InputStream in = files.open(path)) {
      Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
      return use.of(copy);
    } finally {
      Files.deleteIfExists(copy);
    }
  }
}
