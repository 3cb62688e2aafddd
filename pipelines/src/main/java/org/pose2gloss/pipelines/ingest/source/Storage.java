package org.pose2gloss.pipelines.ingest.source;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/** Files on any file system that Hadoop knows: local, HDFS, S3A. */
public final class Storage {
  private final Configuration configuration;

  /** Storage with the given settings of its file systems. */
  public Storage(Configuration configuration) {
    this.configuration = configuration;
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

  /**
   * A file that lies in or under a folder.
   *
   * @throws RejectedException if the name leads out of the folder
   */
  Path inside(Path folder, String name) throws RejectedException {
    try {
      // "./" in front: a name with a colon would else be taken for a scheme.
      Path file = new Path(folder, new Path("./" + name));
      String root = folder.toUri().getPath();
      String prefix = root.endsWith("/") ? root : root + "/";
      if (name.startsWith("/")
          || !file.toUri().normalize().getPath().startsWith(prefix)
          || file.equals(folder)) {
        throw new RejectedException(
            String.format("The name '%s' leads out of the folder %s.", name, folder));
      }
      return file;
    } catch (IllegalArgumentException e) {
      throw new RejectedException(
          String.format("'%s' is not the name of a file (%s).", name, e.getMessage()), e);
    }
  }

  /** What is known of a file or folder. */
  FileStatus status(Path path) throws IOException {
    return path.getFileSystem(configuration).getFileStatus(path);
  }

  boolean isFolder(Path path) throws IOException {
    try {
      return status(path).isDirectory();
    } catch (FileNotFoundException e) {
      return false;
    }
  }

  InputStream open(Path path) throws IOException {
    return path.getFileSystem(configuration).open(path);
  }

  /** The path in this machine's own file system, empty if the file lies elsewhere. */
  Optional<java.nio.file.Path> onThisMachine(Path path) throws IOException {
    return path.getFileSystem(configuration) instanceof LocalFileSystem local
        ? Optional.of(local.pathToFile(path).toPath())
        : Optional.empty();
  }

  /** All files in and under a folder, sorted by path, without hidden ones. */
  List<Path> files(Path folder) throws IOException {
    FileSystem system = folder.getFileSystem(configuration);
    List<Path> files = new ArrayList<>();
    RemoteIterator<LocatedFileStatus> all = system.listFiles(folder, true);
    while (all.hasNext()) {
      Path file = all.next().getPath();
      if (!isHidden(folder, file)) {
        files.add(file);
      }
    }
    files.sort(Comparator.comparing(Path::toString));
    return files;
  }

  private static boolean isHidden(Path folder, Path file) {
    for (Path part = file; part != null && !part.equals(folder); part = part.getParent()) {
      if (part.getName().startsWith(".") || part.getName().startsWith("_")) {
        return true;
      }
    }
    return false;
  }

  /** Path of a file relative to a folder that it lies under, with slashes. */
  static String relative(Path folder, Path file) {
    return folder.toUri().relativize(file.toUri()).getPath();
  }

  /** Name without its folders. */
  static String fileName(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** Path without the extension of its file name. */
  static String withoutExtension(String path) {
    int dot = path.lastIndexOf('.');
    return dot > path.lastIndexOf('/') + 1 ? path.substring(0, dot) : path;
  }
}
