package org.pose2gloss.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.Deflater;
import org.apache.commons.compress.archivers.zip.Zip64Mode;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Archives that lie, are damaged or ask for too much; offsets are those of PKWARE's APPNOTE. */
class HostileArchivesTest {
  private static final ArchiveLimits SMALL = new ArchiveLimits(4 << 20, 100, 1 << 20);

  private static final int LIST_SIGNATURE = 0x02014b50;
  private static final int LIST_FLAGS = 8;
  private static final int LIST_METHOD = 10;
  private static final int LIST_CRC = 16;
  private static final int LIST_PACKED = 20;
  private static final int LIST_SIZE = 24;
  private static final int LIST_OFFSET = 42;

  private final Configuration configuration = new Configuration();
  private final byte[] noise = new byte[200_000];

  @TempDir private Path folder;

  HostileArchivesTest() {
    new Random(3).nextBytes(noise);
  }

  @Test
  void whatBecomesAHundredTimesAsLargeIsNoVideo() throws IOException {
    // Zeros: a thousandth of them is left.
    Path bomb = zip(deflated("bomb.mp4", new byte[3 << 20]), deflated("good.mp4", noise));

    assertRefused(bomb, "bomb.mp4", "becomes more than 100 times as large");
    assertThat(read(bomb, "good.mp4")).isEqualTo(noise);
  }

  @Test
  void aSizeThatIsALieDoesNotHelp() throws IOException {
    byte[] large = new byte[6 << 20];
    new Random(4).nextBytes(large);
    Path honest = zip(deflated("large.mp4", large));
    Path lying = patched(honest, LIST_SIZE, 1000);

    assertRefused(honest, "large.mp4", "is compressed and larger than 4 MiB");
    // Bytes are counted as they come: no more than the limit is ever held.
    assertRefused(lying, "large.mp4", "is compressed and larger than 4 MiB");
    Path slightly = patched(zip(deflated("a.mp4", noise)), LIST_SIZE, noise.length - 1);
    assertRefused(slightly, "a.mp4", "size or checksum are not those of the archive's list");
    Path stored = patched(zip(stored("a.mp4", noise)), LIST_SIZE, 10);
    assertRefused(stored, "a.mp4", "is not compressed and yet has two sizes");
    Path beyond = patched(zip(stored("a.mp4", noise)), LIST_PACKED, 10_000_000);
    assertRefused(beyond, "a.mp4", "ends behind the archive's end");
  }

  @Test
  void aSizeNearTheLargestNumberEndsBehindTheArchive() throws IOException {
    Path archive = zip(stored("a.mp4", noise));
    long offset = list(archive).get(0).headerOffset();
    ArchivedFile lying =
        new ArchivedFile("a.mp4", offset, 0, false, Long.MAX_VALUE, Long.MAX_VALUE, 0);
    try (StoredFiles files = new StoredFiles(configuration, SMALL)) {
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(() -> files.openAt(archive.toUri().toString(), lying))
          .withMessageContaining("ends behind the archive's end");
    }
  }

  @Test
  void damagedEntriesAreFoundOut() throws IOException {
    Path sound = zip(deflated("a.mp4", noise));
    byte[] bytes = Files.readAllBytes(sound);
    Arrays.fill(bytes, 1000, 1100, (byte) 0xff);
    Path damaged = Files.write(folder.resolve("damaged.zip"), bytes);

    assertRefused(damaged, "a.mp4", "is damaged");
    assertRefused(patched(sound, LIST_CRC, 5), "a.mp4", "size or checksum");
    assertRefused(patched(sound, LIST_PACKED, 5000), "a.mp4", "its compressed bytes break off");
    assertRefused(patched(sound, LIST_OFFSET, 7), "a.mp4", "is not where the archive's list says");
    // Where the whole archive is shifted, offsets cannot be trusted at all.
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> read(patched(sound, LIST_OFFSET, Integer.MAX_VALUE), "a.mp4"));
  }

  @Test
  void encryptedAndStrangelyCompressedEntriesAreNamed() throws IOException {
    Path sound = zip(deflated("a.mp4", noise));

    assertRefused(patchedShort(sound, LIST_FLAGS, 1), "a.mp4", "is encrypted");
    assertRefused(patchedShort(sound, LIST_METHOD, 12), "a.mp4", "not known here (method 12)");
  }

  @Test
  void truncatedArchivesAndOtherFilesAreNone() throws IOException {
    byte[] sound = Files.readAllBytes(zip(stored("a.mp4", noise), stored("b.mp4", noise)));
    for (int length : new int[] {0, 3, 100, 200_500, sound.length - 30}) {
      Path cut = Files.write(folder.resolve("cut.zip"), Arrays.copyOf(sound, length));
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(() -> list(cut))
          .withMessageContaining("it is broken off or no zip archive");
    }
    Path text = Files.writeString(folder.resolve("text.zip"), "no archive at all");
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> list(text))
        .withMessageContaining("text.zip cannot be read: it is broken off or no zip archive");
  }

  @Test
  void listThatIsTooLargeIsNotRead() throws IOException {
    Path many = folder.resolve("many.zip");
    try (ZipArchiveOutputStream out = new ZipArchiveOutputStream(many)) {
      for (int i = 0; i < 20_000; i++) {
        ZipArchiveEntry entry = new ZipArchiveEntry("x".repeat(100) + i);
        entry.setMethod(ZipArchiveEntry.STORED);
        entry.setSize(0);
        entry.setCrc(0);
        out.putArchiveEntry(entry);
        out.closeArchiveEntry();
      }
    }

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> list(many))
        .withMessageContaining("a list of files of more than 1 MiB, which is not read");
    assertThat(ArchiveDirectory.read(many.toUri().toString(), configuration, ArchiveLimits.DEFAULT))
        .hasSize(20_000);
  }

  @Test
  void ownFormOfLargeArchivesIsRead() throws IOException {
    Path large = folder.resolve("zip64.zip");
    try (ZipArchiveOutputStream out = new ZipArchiveOutputStream(large)) {
      out.setUseZip64(Zip64Mode.Always);
      stored("a.mp4", noise).addTo(out);
      deflated("b.mp4", noise).addTo(out);
    }

    assertThat(list(large)).extracting(ArchivedFile::bytes).containsExactly(200_000L, 200_000L);
    assertThat(read(large, "a.mp4")).isEqualTo(noise);
    assertThat(read(large, "b.mp4")).isEqualTo(noise);
  }

  @Test
  void allOfOneNameAreListedAndTheFirstIsOpened() throws IOException {
    byte[] first = "first".getBytes(StandardCharsets.UTF_8);
    Path twice = zip(stored("a.mp4", first), stored("a.mp4", noise), stored("dir/", new byte[0]));

    assertThat(list(twice)).extracting(ArchivedFile::name).containsExactly("a.mp4", "a.mp4");
    assertThat(read(twice, "a.mp4")).isEqualTo(first);
    try (StoredFiles files = new StoredFiles(configuration, SMALL);
        SeekableByteChannel second = files.openAt(twice.toUri().toString(), list(twice).get(1))) {
      assertThat(Channels.newInputStream(second).readAllBytes()).isEqualTo(noise);
    }
  }

  @Test
  void namesOfAnyKindAreRead() throws IOException {
    List<String> names =
        List.of("日本/手話 1.mp4", "ü.mp4", "a\nb.mp4", "../up.mp4", "/root.mp4", "%41!.mp4");
    Path archive = folder.resolve("names.zip");
    try (ZipArchiveOutputStream out = new ZipArchiveOutputStream(archive)) {
      for (String name : names) {
        stored(name, name.getBytes(StandardCharsets.UTF_8)).addTo(out);
      }
    }

    assertThat(list(archive)).extracting(ArchivedFile::name).containsExactlyElementsOf(names);
    for (String name : names) {
      assertThat(read(archive, name)).isEqualTo(name.getBytes(StandardCharsets.UTF_8));
    }
  }

  @Test
  void archiveInsideARemarkAndBehindOtherBytesIsFound() throws IOException {
    Path archive = folder.resolve("remark.zip");
    try (ZipArchiveOutputStream out = new ZipArchiveOutputStream(archive)) {
      stored("a.mp4", noise).addTo(out);
      out.setComment("x".repeat(60_000));
    }
    assertThat(read(archive, "a.mp4")).isEqualTo(noise);

    ByteArrayOutputStream behind = new ByteArrayOutputStream();
    behind.write("#!/bin/sh\n".getBytes(StandardCharsets.UTF_8));
    behind.write(Files.readAllBytes(archive));
    Path shifted = Files.write(folder.resolve("behind.zip"), behind.toByteArray());
    assertThat(read(shifted, "a.mp4")).isEqualTo(noise);
  }

  /** Adds an entry to an archive. */
  private interface Content {
    void addTo(ZipArchiveOutputStream out) throws IOException;
  }

  private static Content stored(String name, byte[] bytes) {
    ZipArchiveEntry entry = new ZipArchiveEntry(name);
    entry.setMethod(ZipArchiveEntry.STORED);
    java.util.zip.CRC32 crc = new java.util.zip.CRC32();
    crc.update(bytes);
    entry.setSize(bytes.length);
    entry.setCrc(crc.getValue());
    return out -> add(out, entry, bytes);
  }

  private static Content deflated(String name, byte[] bytes) {
    ZipArchiveEntry entry = new ZipArchiveEntry(name);
    entry.setMethod(ZipArchiveEntry.DEFLATED);
    return out -> add(out, entry, bytes);
  }

  private Path zip(Content... contents) throws IOException {
    Path file = Files.createTempFile(folder, "archive", ".zip");
    try (ZipArchiveOutputStream out = new ZipArchiveOutputStream(file)) {
      out.setLevel(Deflater.BEST_SPEED);
      for (Content content : contents) {
        content.addTo(out);
      }
    }
    return file;
  }

  private static void add(ZipArchiveOutputStream out, ZipArchiveEntry entry, byte[] bytes)
      throws IOException {
    out.putArchiveEntry(entry);
    out.write(bytes);
    out.closeArchiveEntry();
  }

  /** The archive with another number in the list's first entry. */
  private Path patched(Path archive, int at, int value) throws IOException {
    return patched(archive, at, value, Integer.BYTES);
  }

  private Path patchedShort(Path archive, int at, int value) throws IOException {
    return patched(archive, at, value, Short.BYTES);
  }

  private Path patched(Path archive, int at, int value, int width) throws IOException {
    byte[] content = Files.readAllBytes(archive);
    ByteBuffer bytes = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < width; i++) {
      content[list(bytes) + at + i] = (byte) (value >> (8 * i));
    }
    return Files.write(Files.createTempFile(folder, "patched", ".zip"), content);
  }

  private static int list(ByteBuffer bytes) {
    int at = bytes.limit() - 46;
    while (bytes.getInt(at) != LIST_SIGNATURE) {
      at--;
    }
    return at;
  }

  private List<ArchivedFile> list(Path archive) throws IOException {
    return ArchiveDirectory.read(archive.toUri().toString(), configuration, SMALL);
  }

  private byte[] read(Path archive, String name) throws IOException {
    try (StoredFiles files = new StoredFiles(configuration, SMALL);
        SeekableByteChannel bytes = files.open(archive.toUri().toString(), name)) {
      return Channels.newInputStream(bytes).readAllBytes();
    }
  }

  private void assertRefused(Path archive, String name, String reason) {
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> read(archive, name))
        .withMessageContaining("The entry '" + name + "' of the archive " + archive.toUri())
        .withMessageContaining(reason);
  }
}
