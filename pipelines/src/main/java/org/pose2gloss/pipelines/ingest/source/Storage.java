package org.pose2gloss.pipelines.ingest.source;

import java.io.FileNotFoundException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.pose2gloss.storage.ArchiveDirectory;
import org.pose2gloss.storage.ArchiveLimits;
import org.pose2gloss.storage.ArchivedFile;
import org.pose2gloss.storage.StoredFiles;

/** Files on any file system that Hadoop knows, and inside archives there. */
public final class Storage {
  /** Stands between an archive and a name inside it, as in Java's {@code jar:} addresses. */
  static final String INSIDE = "!/";

  private final Configuration configuration;
  private final ArchiveLimits limits;

  /**
   * Storage with the given settings of its file systems.
   *
   * @param limits how much archives may ask
   */
  public Storage(Configuration configuration, ArchiveLimits limits) {
    this.configuration = configuration;
    this.limits = limits;
  }

  /** A path with its scheme, made absolute. */
  Path qualify(String path) throws IOException {
    try {
      Path given = new Path(path);
      return given.getFileSystem(configuration).makeQualified(given);
    } catch (IllegalArgumentException e) {
      throw new IOException(String.format("'%s' is not a path (%s)", path, e.getMessage()), e);
    }
  }

  /** What is known of a file or folder. */
  FileStatus status(Path path) throws IOException {
    return path.getFileSystem(configuration).getFileStatus(path);
  }

  boolean exists(Path path) throws IOException {
    try {
      return status(path) != null;
    } catch (FileNotFoundException e) {
      return false;
    }
  }

  /** All files in and under a folder. */
  List<FileStatus> files(Path folder) throws IOException {
    FileSystem system = folder.getFileSystem(configuration);
    List<FileStatus> files = new ArrayList<>();
    RemoteIterator<LocatedFileStatus> all = system.listFiles(folder, true);
    while (all.hasNext()) {
      files.add(all.next());
    }
    files.sort(Comparator.comparing(file -> file.getPath().toString()));
    return files;
  }

  /**
   * What an archive holds.
   *
   * @throws IOException if it cannot be read, in a sentence
   */
  List<ArchivedFile> archived(Path archive) throws IOException {
    return ArchiveDirectory.read(archive.toString(), configuration, limits);
  }

  /** Opens any number of files, one after the other. */
  StoredFiles opener() {
    return new StoredFiles(configuration, limits);
  }

  /**
   * Opens a list, which may lie inside an archive.
   *
   * @param most its largest size in bytes
   */
  InputStream open(String path, long most) throws IOException {
    StoredFiles opener = opener();
    try {
      SeekableByteChannel bytes = opener.open(qualify(outer(path)).toString(), inner(path));
      long size = bytes.size();
      if (size > most) {
        bytes.close();
        throw new IOException(
            String.format(Locale.ROOT, "it has %d bytes, more than the %d of a list", size, most));
      }
      return new FilterInputStream(Channels.newInputStream(bytes)) {
        @Override
        public void close() throws IOException {
          super.close();
          opener.close();
        }
      };
    } catch (IOException | RuntimeException e) {
      opener.close();
      throw e;
    }
  }

  /** What a path names on its file system: of one inside an archive the archive. */
  static String outer(String path) {
    int inside = path.indexOf(INSIDE);
    return inside < 0 ? path : path.substring(0, inside);
  }

  /** What a path names inside an archive, null if it leads into none. */
  static String inner(String path) {
    int inside = path.indexOf(INSIDE);
    return inside < 0 ? null : path.substring(inside + INSIDE.length());
  }

  /** Path of a file relative to a folder that it lies under, with slashes. */
  static String relative(Path folder, Path file) {
    return folder.toUri().relativize(file.toUri()).getPath();
  }
}
