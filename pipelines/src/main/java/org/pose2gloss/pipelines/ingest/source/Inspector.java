package org.pose2gloss.pipelines.ingest.source;

import java.io.IOException;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import org.pose2gloss.storage.StoredFiles;

/**
 * Opens one candidate's file: reads it for its SHA-256 and lets a probe look into it, where it
 * lies. A file that cannot be used is taken from the next place that has it.
 *
 * <p>A file whose size, time and checksum are those that the table knows is not opened. Not thread
 * safe.
 */
public final class Inspector implements AutoCloseable {
  private static final int BUFFER_BYTES = 1 << 16;

  /** Forty times what a clip of WLASL has; larger files are read twice, to be hashed and probed. */
  private static final int MOST_BYTES_IN_MEMORY = 16 << 20;

  private final StoredFiles files;
  private final MediaProbes probes;

  /** An inspector of files in the given storage. */
  public Inspector(Storage storage, MediaProbes probes) {
    this.files = storage.opener();
    this.probes = probes;
  }

  /**
   * A file that could not be used.
   *
   * @param file where it lies
   * @param reason why, one sentence
   */
  public record Unusable(FileStamp file, String reason) implements Serializable {}

  /**
   * What came of an inspection: exactly one of row and rejection is not null.
   *
   * @param row the row
   * @param place number of the place that the row's file is from
   * @param unusable files of earlier places that could not be used
   * @param rejection why there is no row
   */
  public record Finding(VideoRow row, int place, List<Unusable> unusable, Rejection rejection) {}

  /**
   * Looks into the files of one sample until one can be used.
   *
   * @param known what the table holds of it, null if nothing
   */
  public Finding inspect(Candidate candidate, VideoRow known) {
    List<Unusable> unusable = new ArrayList<>();
    for (Location location : candidate.locations()) {
      try {
        VideoRow row = row(candidate.sample(), location, known);
        return new Finding(row, location.place(), unusable, null);
      } catch (RejectedException e) {
        unusable.add(new Unusable(location.stamp(), e.getMessage()));
      }
    }
    String reason =
        unusable.size() == 1
            ? unusable.get(0).reason()
            : unusable.stream()
                .map(one -> one.file().uri() + ": " + one.reason())
                .collect(Collectors.joining(" "));
    return new Finding(
        null,
        -1,
        unusable,
        Rejection.of(candidate.sample(), unusable.get(0).file(), Outcome.REJECTED, reason));
  }

  private VideoRow row(Sample sample, Location location, VideoRow known) throws RejectedException {
    if (known != null
        && known.file().equals(location.stamp())
        && known.sample().media() == sample.media()) {
      return new VideoRow(
          sample.with(sample.range().inFrames(known.facts())),
          location.stamp(),
          known.sha256(),
          known.facts());
    }
    try (SeekableByteChannel bytes = open(location)) {
      String sha256 = sha256(location.stamp(), bytes);
      MediaFacts facts = facts(sample.media(), location, bytes);
      return new VideoRow(
          sample.with(sample.range().inFrames(facts)), location.stamp(), sha256, facts);
    } catch (IOException e) {
      throw new RejectedException("The file cannot be read: " + Texts.sentence(e), e);
    }
  }

  private SeekableByteChannel open(Location location) throws RejectedException {
    try {
      return StoredFiles.held(
          files.openAt(location.stamp().uri(), location.archived()), MOST_BYTES_IN_MEMORY);
    } catch (IOException | IllegalArgumentException e) {
      throw new RejectedException(Texts.sentence(e), e);
    }
  }

  private MediaFacts facts(Media media, Location location, SeekableByteChannel bytes)
      throws IOException, RejectedException {
    bytes.position(0);
    FileStamp file = location.stamp();
    String name = file.entry() == null ? file.uri() : file.uri() + Storage.INSIDE + file.entry();
    MediaFacts facts = probes.of(media).probe(name, bytes);
    if (facts.frames() != null && facts.frames() == 0) {
      throw new RejectedException("The file has no frames.");
    }
    return facts;
  }

  /** Reads all of a file once, and holds it against what its archive says of it. */
  private static String sha256(FileStamp file, SeekableByteChannel bytes)
      throws IOException, RejectedException {
    MessageDigest digest = newDigest();
    CRC32 crc = new CRC32();
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    long total = 0;
    while (bytes.read(buffer) >= 0) {
      buffer.flip();
      total += buffer.remaining();
      digest.update(buffer.duplicate());
      crc.update(buffer);
      buffer.clear();
    }
    if (total == 0) {
      throw new RejectedException("The file is empty.");
    }
    if (file.bytes() != null && total != file.bytes()) {
      throw new RejectedException("The file has changed while it was listed: run ingest again.");
    }
    if (file.crc32() != null && file.crc32() != crc.getValue()) {
      throw new RejectedException(
          "The file is damaged: its checksum is not that of the archive's list.");
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public void close() {
    files.close();
  }
}
