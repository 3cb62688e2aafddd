package org.pose2gloss.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A damaged copy of a video, the same for the same seed and number.
 *
 * @param source the sound video
 * @param kind what was done to it
 * @param bytes what is left
 */
// Is handed on and written to a file, never compared.
@SuppressWarnings("ArrayRecordComponent")
record VideoDamage(Path source, Kind kind, byte[] bytes) {
  /** What happens to videos on disks, in transfers, and in the hands of whoever means harm. */
  enum Kind {
    /** Nothing. */
    NONE,
    /** Single bytes are others, anywhere. */
    FLIPPED,
    /** Single bytes are others in the header, where they do most. */
    HEADER_FLIPPED,
    /** A number in the header is extreme. */
    FIELD,
    /** The end is missing. */
    CUT,
    /** A stretch is zeros or noise. */
    HOLE,
    /** A stretch is missing. */
    GAP,
    /** A stretch comes twice. */
    REPEATED,
    /** It begins as one video and ends as another. */
    SPLICED
  }

  /** Bytes at a file's beginning and end that hold its header, wherever the container has it. */
  private static final int HEADER_REACH = 4096;

  private static final int[] EXTREMES = {
    0, 1, -1, Integer.MAX_VALUE, Integer.MIN_VALUE, 1_000_000_000, 0xffff, 0x10000, 8
  };

  /** Boxes of MP4 and QuickTime, whose fields say how many, how large and where. */
  private static final List<String> BOXES =
      List.of(
          "ftyp", "moov", "mvhd", "trak", "tkhd", "edts", "elst", "mdia", "mdhd", "hdlr", "minf",
          "stbl", "stsd", "avc1", "avcC", "mp4v", "esds", "hvc1", "hvcC", "stts", "ctts", "stsc",
          "stsz", "stco", "stss", "mdat", "udta", "free");

  /** A video as it is. */
  static VideoDamage none(Path video) throws IOException {
    return new VideoDamage(video, Kind.NONE, Files.readAllBytes(video));
  }

  /**
   * Damages one of the videos.
   *
   * @param seed of the whole run
   * @param number which damaged copy, from 0; the videos and the kinds take turns
   */
  static VideoDamage of(List<Path> videos, long seed, int number) throws IOException {
    SplittableRandom random = new SplittableRandom(seed * 1_000_003 + number);
    Path source = videos.get(number % videos.size());
    Kind[] kinds = Kind.values();
    // The first is none.
    Kind kind = kinds[1 + (number / videos.size() + number) % (kinds.length - 1)];
    byte[] sound = Files.readAllBytes(source);
    byte[] other = Files.readAllBytes(videos.get(random.nextInt(videos.size())));
    return new VideoDamage(source, kind, damaged(kind, sound, other, random));
  }

  private static byte[] damaged(Kind kind, byte[] sound, byte[] other, SplittableRandom random) {
    int at = random.nextInt(sound.length);
    int length = 1 + random.nextInt(Math.max(1, (sound.length - at) / 2));
    return switch (kind) {
      case NONE -> sound;
      case FLIPPED -> flipped(sound, 0, sound.length, random);
      case HEADER_FLIPPED -> headerFlipped(sound, random);
      case FIELD -> withExtremeField(sound, random);
      case CUT -> Arrays.copyOf(sound, at);
      case HOLE -> withHole(sound, at, length, random);
      case GAP -> joined(sound, at, sound, at + length);
      case REPEATED -> joined(sound, at + length, sound, at);
      case SPLICED -> joined(sound, at, other, random.nextInt(other.length));
    };
  }

  private static byte[] flipped(byte[] sound, int from, int to, SplittableRandom random) {
    byte[] bytes = sound.clone();
    int count = 1 << random.nextInt(8);
    for (int i = 0; i < count; i++) {
      bytes[random.nextInt(from, to)] = (byte) random.nextInt(256);
    }
    return bytes;
  }

  private static byte[] headerFlipped(byte[] sound, SplittableRandom random) {
    int reach = Math.min(HEADER_REACH, sound.length);
    return random.nextBoolean()
        ? flipped(sound, 0, reach, random)
        : flipped(sound, sound.length - reach, sound.length, random);
  }

  /** In an MP4 one of a box's; elsewhere one of the first bytes'. */
  private static byte[] withExtremeField(byte[] sound, SplittableRandom random) {
    byte[] bytes = sound.clone();
    String text = new String(sound, StandardCharsets.ISO_8859_1);
    int box = text.indexOf(BOXES.get(random.nextInt(BOXES.size())));
    int at =
        box < 0
            ? random.nextInt(Math.min(HEADER_REACH, bytes.length))
            : box - Integer.BYTES + random.nextInt(10) * Integer.BYTES;
    int value =
        random.nextInt(3) == 0 ? random.nextInt() : EXTREMES[random.nextInt(EXTREMES.length)];
    if (at >= 0 && at + Integer.BYTES <= bytes.length) {
      ByteBuffer.wrap(bytes).putInt(at, value);
    }
    return bytes;
  }

  private static byte[] withHole(byte[] sound, int at, int length, SplittableRandom random) {
    byte[] bytes = sound.clone();
    boolean isNoise = random.nextBoolean();
    for (int i = at; i < at + length; i++) {
      bytes[i] = (byte) (isNoise ? random.nextInt(256) : 0);
    }
    return bytes;
  }

  private static byte[] joined(byte[] first, int firstEnd, byte[] second, int secondStart) {
    byte[] bytes = Arrays.copyOf(first, firstEnd + second.length - secondStart);
    System.arraycopy(second, secondStart, bytes, firstEnd, second.length - secondStart);
    return bytes;
  }
}
