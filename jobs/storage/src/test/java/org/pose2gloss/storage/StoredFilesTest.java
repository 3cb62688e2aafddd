package org.pose2gloss.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredFilesTest {
  private final byte[] content = new byte[300_000];
  private final Configuration configuration = new Configuration();

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void write() throws IOException {
    new Random(5).nextBytes(content);
    file = Files.write(folder.resolve("a video.mp4"), content);
  }

  private SeekableByteChannel open(String uri, String entry) throws IOException {
    return new StoredFiles(configuration, ArchiveLimits.DEFAULT).open(uri, entry);
  }

  private static void assertReadsEverywhere(SeekableByteChannel channel, byte[] expected)
      throws IOException {
    assertThat(channel.size()).isEqualTo(expected.length);
    Random random = new Random(6);
    for (int i = 0; i < 200; i++) {
      int from = random.nextInt(expected.length);
      int length = 1 + random.nextInt(Math.min(100_000, expected.length - from));
      ByteBuffer target =
          i % 2 == 0 ? ByteBuffer.allocate(length) : ByteBuffer.allocateDirect(length);
      channel.position(from);
      while (target.hasRemaining()) {
        assertThat(channel.read(target)).isPositive();
      }
      assertThat(channel.position()).isEqualTo(from + length);
      byte[] read = new byte[length];
      target.flip().get(read);
      assertThat(read).isEqualTo(java.util.Arrays.copyOfRange(expected, from, from + length));
    }
    channel.position(expected.length);
    assertThat(channel.read(ByteBuffer.allocate(10))).isEqualTo(-1);
    channel.position(expected.length + 1000L);
    assertThat(channel.read(ByteBuffer.allocate(10))).isEqualTo(-1);
  }

  @Test
  void bytesAreReadFromWhereverOneLikes() throws IOException {
    try (SeekableByteChannel channel = open("file:" + file, null)) {
      assertReadsEverywhere(channel, content);
    }
  }

  @Test
  void entriesOfArchivesAreReadLikeFilesWhetherStoredOrCompressed() throws IOException {
    byte[] flat = new byte[250_000];
    Path archive = folder.resolve("videos.zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(archive))) {
      out.setMethod(ZipOutputStream.STORED);
      ZipEntry stored = new ZipEntry("videos/00001.mp4");
      CRC32 crc = new CRC32();
      crc.update(content);
      stored.setSize(content.length);
      stored.setCrc(crc.getValue());
      out.putNextEntry(stored);
      out.write(content);
      out.setMethod(ZipOutputStream.DEFLATED);
      out.putNextEntry(new ZipEntry("videos/00002.mp4"));
      out.write(flat);
    }
    String uri = "file:" + archive;
    try (StoredFiles videos = new StoredFiles(configuration, ArchiveLimits.DEFAULT)) {
      try (SeekableByteChannel channel = videos.open(uri, "videos/00001.mp4")) {
        assertReadsEverywhere(channel, content);
      }
      try (SeekableByteChannel channel = videos.open(uri, "videos/00002.mp4")) {
        assertReadsEverywhere(channel, flat);
      }
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(() -> videos.open(uri, "videos/00003.mp4"))
          .withMessageContaining("no entry 'videos/00003.mp4'");
    }
  }

  @Test
  void whatIsNoArchiveIsSaidToBeNone() {
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> open("file:" + file, "00001.mp4"))
        .withMessageContaining("it is broken off or no zip archive");
  }

  @Test
  void absentFilesAndFoldersAreRefusedWithASentence() {
    String absent = "file:" + folder.resolve("absent.mp4");
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> open(absent, null))
        .withMessage("The file %s cannot be opened (it does not exist).", absent);
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> open("file:" + folder, null))
        .withMessageContaining("it is a folder");
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> open("nowhere://bucket/a.mp4", null))
        .withMessageContaining("nowhere");
  }

  @Test
  void aClosedChannelReadsNoMore() throws IOException {
    SeekableByteChannel channel = open("file:" + file, null);
    channel.close();
    assertThat(channel.isOpen()).isFalse();
    assertThatThrownBy(() -> channel.read(ByteBuffer.allocate(1)))
        .isInstanceOf(ClosedChannelException.class);
  }
}
