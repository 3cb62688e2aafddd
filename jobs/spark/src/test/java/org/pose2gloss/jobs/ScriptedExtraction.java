package org.pose2gloss.jobs;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.pose2gloss.features.LandmarkPart;
import org.pose2gloss.features.LandmarkSequence;
import org.pose2gloss.landmarks.video.InvalidVideoException;
import org.pose2gloss.storage.ArchiveLimits;
import org.pose2gloss.storage.StoredFiles;

/**
 * Does what a file's text says instead of decoding it, and writes down what it was asked for:
 * {@code frames N [seed]}, {@code broken}, {@code storage}, {@code error}, {@code hang}, or {@code
 * crash}, which reads memory that is not there.
 */
final class ScriptedExtraction implements Extraction {
  private final StoredFiles videos;
  private final Path log;

  private ScriptedExtraction(Configuration configuration, Path log) {
    this.videos = new StoredFiles(configuration, ArchiveLimits.DEFAULT);
    this.log = log;
  }

  /** Makes such extractions, which all write to one log. */
  static Maker logging(Path log) {
    String path = log.toString();
    return configuration -> new ScriptedExtraction(configuration, Path.of(path));
  }

  @Override
  public LandmarkSequence of(VideoWork video) throws IOException {
    Files.writeString(
        log,
        video.uri().replaceAll(".*/", "") + " " + video.frameStart() + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
    String[] words = text(video).split(" ", -1);
    return switch (words[0]) {
      case "frames" ->
          sequence(Integer.parseInt(words[1]), words.length > 2 ? Long.parseLong(words[2]) : 0);
      case "broken" -> throw new InvalidVideoException("The video " + video.name() + " is broken.");
      case "storage" -> throw new IOException("The storage is away.");
      case "error" -> throw new IllegalStateException("no such landmark");
      case "hang" -> hang();
      case "crash" -> sequence(crash(), 0);
      default -> throw new AssertionError(words[0]);
    };
  }

  private String text(VideoWork video) throws IOException {
    try (SeekableByteChannel bytes = videos.open(video.uri(), video.entry())) {
      InputStream in = Channels.newInputStream(bytes);
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static int crash() {
    try (BytePointer nowhere =
        new BytePointer((Pointer) null) {
          {
            address = 1;
          }
        }) {
      return nowhere.get();
    }
  }

  private static LandmarkSequence hang() {
    try {
      Thread.sleep(60_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return sequence(1, 0);
  }

  static LandmarkSequence sequence(int frames, long seed) {
    Random random = new Random(seed);
    Map<LandmarkPart, float[]> parts = new EnumMap<>(LandmarkPart.class);
    float[] pose = new float[frames * LandmarkPart.POSE.floatsPerFrame()];
    for (int i = 0; i < pose.length; i++) {
      pose[i] = random.nextFloat();
    }
    parts.put(LandmarkPart.POSE, pose);
    float[] hand = new float[frames * LandmarkPart.LEFT_HAND.floatsPerFrame()];
    Arrays.fill(hand, Float.NaN);
    Arrays.fill(hand, 0, LandmarkPart.LEFT_HAND.floatsPerFrame(), 0.5f);
    parts.put(LandmarkPart.LEFT_HAND, hand);
    return LandmarkSequence.of(frames, 25, 640, 480, parts);
  }

  @Override
  public void close() {
    videos.close();
  }
}
