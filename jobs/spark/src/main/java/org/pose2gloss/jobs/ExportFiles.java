package org.pose2gloss.jobs;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Files of an export: their names, and writing them whole or not at all. */
final class ExportFiles {
  private static final int LONGEST_STEM = 100;
  private static final int HASH_DIGITS = 12;

  private ExportFiles() {}

  /** Writes the content of a file. */
  interface Content {
    void write(OutputStream out) throws IOException;
  }

  /** A file system of one's own, to be closed; on a local disk without files of checksums. */
  static FileSystem open(Path folder, Configuration configuration) throws IOException {
    FileSystem system = FileSystem.newInstance(folder.toUri(), configuration);
    system.setWriteChecksum(false);
    return system;
  }

  /**
   * The name of the file for an id: the id itself where it is a plain name, otherwise what is plain
   * of it and a hash, so that no id leads out of the folder, is hidden, or takes another's name.
   */
  static String name(String id, String extension) {
    String plain = id.replaceAll("[^A-Za-z0-9._-]", "_").replaceAll("^[._-]+", "");
    if (plain.length() > LONGEST_STEM) {
      plain = plain.substring(0, LONGEST_STEM);
    }
    if (plain.equals(id) && !plain.isEmpty()) {
      return plain + extension;
    }
    byte[] bytes = id.getBytes(StandardCharsets.UTF_8);
    String hash = DigestUtils.sha256Hex(bytes).substring(0, HASH_DIGITS);
    return (plain.isEmpty() ? hash : plain + "-" + hash) + extension;
  }

  /**
   * Writes a file under a hidden name and gives it its own when it is whole; replaces one that is
   * there.
   *
   * @return its size in bytes
   */
  static long write(FileSystem system, Path file, Content content) throws IOException {
    Path hidden = new Path(file.getParent(), "." + file.getName() + "." + UUID.randomUUID());
    try {
      try (OutputStream out = new BufferedOutputStream(system.create(hidden, true), 1 << 16)) {
        content.write(out);
      }
      long bytes = system.getFileStatus(hidden).getLen();
      if (!system.rename(hidden, file)) {
        // Some file systems do not rename onto a file that is there.
        system.delete(file, false);
        if (!system.rename(hidden, file)) {
          throw new IOException(String.format("%s cannot be renamed to %s.", hidden, file));
        }
      }
      return bytes;
    } catch (IOException | RuntimeException e) {
      system.delete(hidden, false);
      throw e;
    }
  }
}
