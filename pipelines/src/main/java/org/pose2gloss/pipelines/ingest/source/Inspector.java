package org.pose2gloss.pipelines.ingest.source;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.apache.hadoop.fs.Path;

/**
 * Opens one candidate's file: reads it once for its SHA-256 and lets a probe look into it. A file
 * that lies elsewhere is copied for the probe while it is read, and the copy deleted.
 */
public final class Inspector {
  private static final int BUFFER = 1 << 16;

  private final Storage storage;
  private final MediaProbes probes;

  /** An inspector of files in the given storage. */
  public Inspector(Storage storage, MediaProbes probes) {
    this.storage = storage;
    this.probes = probes;
  }

  /** What came of an inspection: exactly one of the two is not null. */
  public record Finding(VideoRow row, Rejection rejection) {}

  /** Looks into one file. */
  public Finding inspect(Candidate candidate) {
    try {
      return new Finding(row(candidate), null);
    } catch (RejectedException e) {
      return new Finding(null, Rejection.of(candidate, Outcome.REJECTED, e.getMessage()));
    }
  }

  private VideoRow row(Candidate candidate) throws RejectedException {
    try {
      Path path = new Path(candidate.uri());
      Optional<java.nio.file.Path> local = storage.onThisMachine(path);
      if (local.isPresent()) {
        return row(candidate, path, OutputStream.nullOutputStream(), local.get());
      }
      java.nio.file.Path copy = Files.createTempFile("pose2gloss-ingest-", ".media");
      try (OutputStream out = Files.newOutputStream(copy)) {
        return row(candidate, path, out, copy);
      } finally {
        Files.deleteIfExists(copy);
      }
    } catch (FileNotFoundException e) {
      throw new RejectedException(String.format("The file %s does not exist.", candidate.uri()), e);
    } catch (IOException | IllegalArgumentException e) {
      throw new RejectedException(
          String.format("The file cannot be read: %s", asSentence(e.getMessage())), e);
    }
  }

  private VideoRow row(
      Candidate candidate, Path path, OutputStream copyTo, java.nio.file.Path probed)
      throws IOException, RejectedException {
    MessageDigest digest = sha256();
    long bytes;
    try (InputStream in = new DigestInputStream(storage.open(path), digest)) {
      bytes = transfer(in, copyTo);
    }
    copyTo.flush();
    if (bytes == 0) {
      throw new RejectedException("The file is empty.");
    }
    MediaFacts facts = probes.of(candidate.media()).probe(probed);
    if (facts.frames() != null && facts.frames() == 0) {
      throw new RejectedException("The file has no frames.");
    }
    Candidate inFrames =
        new Candidate(
            candidate.id(),
            candidate.gloss(),
            candidate.split(),
            candidate.signer(),
            candidate.language(),
            candidate.source(),
            candidate.uri(),
            candidate.entry(),
            candidate.media(),
            candidate.range().inFrames(facts));
    return new VideoRow(inFrames, HexFormat.of().formatHex(digest.digest()), bytes, facts);
  }

  private static long transfer(InputStream in, OutputStream out) throws IOException {
    byte[] buffer = new byte[BUFFER];
    long total = 0;
    int read;
    while ((read = in.read(buffer)) >= 0) {
      out.write(buffer, 0, read);
      total += read;
    }
    return total;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static String asSentence(String message) {
    if (message == null || message.isBlank()) {
      return "it gives no reason.";
    }
    String stripped = message.strip();
    return stripped.endsWith(".") ? stripped : stripped + ".";
  }
}
