package org.pose2gloss.jobs;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SeekableByteChannel;
import java.util.Locale;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import org.apache.commons.io.IOUtils;
import org.apache.hadoop.conf.Configuration;

/**
 * Opens videos where they lie, plain or inside a zip archive, without copying them to a disk.
 *
 * <p>An entry that is stored as it is, as archives of videos hold them, is read from its place. One
 * that is compressed cannot be, and is held in memory while it is open, up to {@value
 * #MOST_BYTES_IN_MEMORY} bytes. The last archive stays open for its next entry. Of one task, and
 * not thread safe.
 */
final class StoredVideos implements AutoCloseable {
  /** Ten minutes of television quality; signs take seconds. */
  static final int MOST_BYTES_IN_MEMORY = 256 << 20;

  private final Configuration configuration;
  private String archiveUri;
  private HadoopChannel archiveBytes;
  private ZipFile archive;

  StoredVideos(Configuration configuration) {
    this.configuration = configuration;
  }

  /**
   * Opens one; to be closed before the next is opened.
   *
   * @param uri where the file lies, or the archive that holds it
   * @param entry name inside the archive, null for a plain file
   * @throws IOException if there is none, in a sentence
   */
  SeekableByteChannel open(String uri, String entry) throws IOException {
    if (entry == null) {
      return HadoopChannel.open(uri, configuration);
    }
    ZipFile zip = archive(uri);
    ZipArchiveEntry found = zip.getEntry(entry);
    if (found == null) {
      throw new IOException(String.format("The archive %s has no entry '%s'.", uri, entry));
    }
    if (!zip.canReadEntryData(found)) {
      throw new IOException(
          String.format("The entry '%s' of the archive %s is encrypted.", entry, uri));
    }
    if (found.getMethod() == ZipArchiveEntry.STORED) {
      return new ChannelPart(archiveBytes, found.getDataOffset(), found.getSize());
    }
    return unpacked(zip, found, uri);
  }

  private static SeekableByteChannel unpacked(ZipFile zip, ZipArchiveEntry entry, String uri)
      throws IOException {
    try (InputStream in = zip.getInputStream(entry)) {
      // What the archive says of the size may be a lie: it is counted.
      byte[] bytes = in.readNBytes(MOST_BYTES_IN_MEMORY + 1);
      if (bytes.length > MOST_BYTES_IN_MEMORY) {
        throw new IOException(
            String.format(
                Locale.ROOT,
                "The entry '%s' of the archive %s is compressed and larger than %d MiB: store it"
                    + " uncompressed.",
                entry.getName(),
                uri,
                MOST_BYTES_IN_MEMORY >> 20));
      }
      return new SeekableInMemoryByteChannel(bytes);
    }
  }

  private ZipFile archive(String uri) throws IOException {
    if (!uri.equals(archiveUri)) {
      close();
      archiveBytes = HadoopChannel.open(uri, configuration);
      try {
        archive = ZipFile.builder().setSeekableByteChannel(archiveBytes).get();
      } catch (IOException e) {
        archiveBytes.close();
        throw new IOException(
            String.format("The archive %s cannot be read as zip (%s).", uri, e.getMessage()), e);
      }
      archiveUri = uri;
    }
    return archive;
  }

  @Override
  public void close() {
    if (archive != null) {
      IOUtils.closeQuietly(archive);
      archive = null;
      archiveUri = null;
    }
  }
}
