package org.pose2gloss.storage;

import java.io.Serializable;

/**
 * How much an archive may ask of the one who reads it. What an archive says of its sizes may be a
 * lie: bytes are counted as they come.
 *
 * @param maxEntryBytes most bytes of one compressed file, which are held in memory while it is open
 * @param maxRatio most bytes that come out of one compressed byte, once {@link #RATIO_COUNTS_FROM}
 *     have come
 * @param maxDirectoryBytes most bytes of the list of its files, all of which is held in memory
 */
public record ArchiveLimits(long maxEntryBytes, int maxRatio, long maxDirectoryBytes)
    implements Serializable {
  /**
   * Ten minutes of video of television quality; a list of labels, which repeats itself, becomes a
   * twentieth; a list of a million files.
   */
  public static final ArchiveLimits DEFAULT = new ArchiveLimits(256L << 20, 100, 32L << 20);

  /** A megabyte hurts nobody, however small it was. */
  static final long RATIO_COUNTS_FROM = 1L << 20;

  /**
   * Checks the limits.
   *
   * @throws IllegalArgumentException if one is below 1, or an entry may be larger than an array
   */
  public ArchiveLimits {
    if (maxEntryBytes < 1 || maxRatio < 1 || maxDirectoryBytes < 1) {
      throw new IllegalArgumentException("limits of archives are 1 or more");
    }
    if (maxEntryBytes > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "a compressed file is held in memory and has less than 2 GiB, not " + maxEntryBytes);
    }
  }
}
