package org.pose2gloss.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.util.HashMap;
import java.util.Map;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import org.apache.hadoop.conf.Configuration;

/**
 * Opens files where they lie, plain or inside a zip archive, without copying them to a disk.
 *
 * <p>A file that its archive stores as it is, as archives of videos do, is read from its place. One
 * that is compressed cannot be, and is held in memory while it is open. The last archive stays open
 * for its next file, and its list is read once, if at all. Of one task, and not thread safe.
 */
public final class StoredFiles implements AutoCloseable {
  private final Configuration configuration;
  private final ArchiveLimits limits;
  private String archiveUri;
  private HadoopChannel archive;
  private Map<String, ArchivedFile> directory;

  /**
   * A reader of any number of files.
   *
   * @param configuration settings of the file systems
   * @param limits how much archives may ask
   */
  public StoredFiles(Configuration configuration, ArchiveLimits limits) {
    this.configuration = configuration;
    this.limits = limits;
  }

  /**
   * Opens one by its name; to be closed before the next is opened.
   *
   * @param uri where the file lies, or the archive that holds it
   * @param entry name inside the archive, null for a plain file
   * @throws IOException if there is none, in a sentence
   */
  public SeekableByteChannel open(String uri, String entry) throws IOException {
    if (entry == null) {
      return openAt(uri, null);
    }
    SeekableByteChannel bytes = archive(uri);
    if (directory == null) {
      Map<String, ArchivedFile> read = new HashMap<>();
      for (ArchivedFile file : ArchiveDirectory.read(uri, configuration, limits)) {
        read.putIfAbsent(file.name(), file);
      }
      directory = read;
    }
    ArchivedFile found = directory.get(entry);
    if (found == null) {
      throw new IOException(String.format("The archive %s has no entry '%s'.", uri, entry));
    }
    return new ArchivedBytes(bytes, uri, limits).of(found);
  }

  /**
   * Opens one whose place is known; to be closed before the next is opened.
   *
   * @param uri where the file lies, or the archive that holds it
   * @param archived its place inside the archive, null for a plain file
   * @throws IOException if there is none, in a sentence
   */
  public SeekableByteChannel openAt(String uri, ArchivedFile archived) throws IOException {
    return archived == null
        ? HadoopChannel.open(uri, configuration)
        : new ArchivedBytes(archive(uri), uri, limits).of(archived);
  }

  /**
   * The same bytes in memory where they are few: for those who read them twice and would ask the
   * storage twice.
   *
   * @param bytes read to their end and closed, unless they are given back as they are
   * @param most most bytes to hold
   */
  public static SeekableByteChannel held(SeekableByteChannel bytes, int most) throws IOException {
    if (bytes.size() > most || bytes instanceof SeekableInMemoryByteChannel) {
      return bytes;
    }
    try (bytes) {
      return new SeekableInMemoryByteChannel(Channels.newInputStream(bytes).readNBytes(most));
    }
  }

  private SeekableByteChannel archive(String uri) throws IOException {
    if (!uri.equals(archiveUri)) {
      close();
      archive = HadoopChannel.open(uri, configuration);
      archiveUri = uri;
    }
    return archive;
  }

  @Override
  public void close() {
    directory = null;
    archiveUri = null;
    if (archive != null) {
      try {
        archive.close();
      } catch (IOException e) {
        throw new UncheckedIOException("An archive that was only read cannot be closed.", e);
      } finally {
        archive = null;
      }
    }
  }
}
