package org.pose2gloss.storage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.hadoop.conf.Configuration;

/** The list at the end of a zip archive of what is in it. */
public final class ArchiveDirectory {
  private ArchiveDirectory() {}

  /**
   * Reads it. No file's own header is read: an archive in an object store would be asked once for
   * each.
   *
   * @return all files, in the order of the list, of which several may have one name
   * @throws IOException if there is no archive, it is broken off or none at all, or its list is
   *     larger than it may be; in a sentence
   */
  public static List<ArchivedFile> read(
      String uri, Configuration configuration, ArchiveLimits limits) throws IOException {
    try (HadoopChannel whole = HadoopChannel.open(uri, configuration)) {
      return read(uri, new BlockChannel(whole, limits.maxDirectoryBytes()));
    }
  }

  private static List<ArchivedFile> read(String uri, BlockChannel bytes) throws IOException {
    List<ArchivedFile> files = new ArrayList<>();
    try (ZipFile zip =
        ZipFile.builder().setSeekableByteChannel(bytes).setIgnoreLocalFileHeader(true).get()) {
      for (ZipArchiveEntry entry : Collections.list(zip.getEntries())) {
        if (!entry.isDirectory()) {
          files.add(file(entry));
        }
      }
      return files;
    } catch (IOException | IllegalArgumentException e) {
      // Unchecked: some contradictions in a list are found out by the setters of an entry.
      throw new IOException(sentence(uri, innermost(e)), e);
    }
  }

  /** What was thrown first: the library wraps it once or twice. */
  private static Throwable innermost(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  private static String sentence(String uri, Throwable cause) {
    if (cause instanceof BlockChannel.LimitException tooMuch) {
      return String.format(
          Locale.ROOT,
          "The archive %s has a list of files of more than %d MiB, which is not read.",
          uri,
          tooMuch.limit() >> 20);
    }
    String message = cause.getMessage();
    return String.format(
        "The archive %s cannot be read: it is broken off or no zip archive (%s).",
        uri,
        message == null || message.isBlank()
            ? "it ends too early"
            : message.strip().replaceAll("[.!]+$", ""));
  }

  private static ArchivedFile file(ZipArchiveEntry entry) {
    return new ArchivedFile(
        entry.getName(),
        entry.getLocalHeaderOffset(),
        entry.getMethod(),
        entry.getGeneralPurposeBit().usesEncryption(),
        entry.getCompressedSize(),
        entry.getSize(),
        entry.getCrc());
  }
}
