package org.pose2gloss.benchmarks.generate;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A video that landmarks are made for.
 *
 * @param id its id; of a further copy with a suffix
 * @param videoId its official id
 * @param copy 0 = the video itself, from 1 = further ones like it
 * @param gloss the sign shown
 * @param label place of the gloss in the official list, from 0
 * @param split train, validation or test
 * @param signer identifier of the signer, null where unknown
 * @param officialFrames its length at 25 frames a second, by the official list
 */
record Clip(
    String id,
    String videoId,
    int copy,
    String gloss,
    int label,
    String split,
    String signer,
    int officialFrames) {

  /** Stands for the digest of the video's bytes: there are none. */
  String sha256() {
    return HexFormat.of().formatHex(digest("content of " + id));
  }

  /** A number that depends on the id and the seed alone. */
  long seed(long seed) {
    byte[] digest = digest(seed + "/" + id);
    long number = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      number = number << Byte.SIZE | Byte.toUnsignedLong(digest[i]);
    }
    return number;
  }

  private static byte[] digest(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
