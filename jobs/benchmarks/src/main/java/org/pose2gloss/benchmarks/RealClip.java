package org.pose2gloss.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pose2gloss.landmarks.video.VideoDecoder;
import org.pose2gloss.landmarks.video.VideoFrame;

/** Real clips to measure with, where there are any. */
public final class RealClip {
  private RealClip() {}

  /**
   * A file of the data in {@code POSE2GLOSS_TEST_DATA}, or in {@code shared/data} beside the
   * repository.
   *
   * @throws NoSuchFileException if it is not there, saying where it was looked for
   */
  public static Path find(String name) throws NoSuchFileException {
    Path data =
        Optional.ofNullable(System.getenv("POSE2GLOSS_TEST_DATA"))
            .map(Path::of)
            .orElseGet(
                () ->
                    Path.of(System.getProperty("pose2gloss.root", ".")).resolve("../shared/data"));
    Path file = data.resolve(name).normalize();
    if (!Files.isRegularFile(file)) {
      throw new NoSuchFileException(
          file.toString(), null, "set POSE2GLOSS_TEST_DATA to the folder that has " + name);
    }
    return file;
  }

  /**
   * The first frames of a clip, each with pixels of its own.
   *
   * @throws IOException if the clip is absent or cannot be decoded
   */
  public static List<VideoFrame> frames(String name, int most) throws IOException {
    List<VideoFrame> frames = new ArrayList<>();
    try (VideoDecoder decoder = VideoDecoder.open(find(name))) {
      for (Optional<VideoFrame> next = decoder.next();
          next.isPresent() && frames.size() < most;
          next = decoder.next()) {
        VideoFrame frame = next.get();
        frames.add(
            new VideoFrame(frame.rgb().clone(), frame.width(), frame.height(), frame.index()));
      }
    }
    return frames;
  }
}
