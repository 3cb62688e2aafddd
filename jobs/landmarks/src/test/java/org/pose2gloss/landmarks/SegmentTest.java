package org.pose2gloss.landmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pose2gloss.features.LandmarkPart;
import org.pose2gloss.features.LandmarkSequence;
import org.pose2gloss.landmarks.mediapipe.FrameLandmarks;
import org.pose2gloss.landmarks.mediapipe.FrameTracker;
import org.pose2gloss.landmarks.mediapipe.ModelTime;
import org.pose2gloss.landmarks.video.InvalidVideoException;
import org.pose2gloss.landmarks.video.TestVideo;
import org.pose2gloss.landmarks.video.VideoFrame;

/** Which frames of a video belong to a segment, as the extractor takes them. */
class SegmentTest {
  private static final int FRAMES = 90;

  @TempDir private Path folder;

  /** Finds nobody, and remembers which frames it was shown since the last reset. */
  private static final class Recorder implements FrameTracker {
    private final List<Integer> indices = new ArrayList<>();

    @Override
    public void reset() {
      indices.clear();
    }

    @Override
    public FrameLandmarks process(VideoFrame frame) {
      indices.add(frame.index());
      return new FrameLandmarks(
          Optional.of(new float[LandmarkPart.RIGHT_HAND.floatsPerFrame()]),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());
    }

    @Override
    public List<ModelTime> times() {
      return List.of();
    }

    @Override
    public void close() {}
  }

  private static List<Integer> taken(Path video, Segment segment) throws IOException {
    Recorder recorder = new Recorder();
    try (LandmarkExtractor extractor =
            new LandmarkExtractor(ExtractorOptions.defaults(), recorder);
        FileChannel bytes = FileChannel.open(video)) {
      LandmarkSequence landmarks = extractor.extract("a video", bytes, segment);
      assertThat(landmarks.frames()).isEqualTo(recorder.indices.size());
      assertThat(landmarks.coverage(LandmarkPart.RIGHT_HAND)).isEqualTo(1);
      assertThat(landmarks.coverage(LandmarkPart.FACE)).isZero();
      return List.copyOf(recorder.indices);
    }
  }

  private Path video(String container, int rate, int per) {
    Path video = folder.resolve("video." + container);
    TestVideo.in(video, 16, 16)
        .at(rate, per)
        .write(
            FRAMES, (frame, x, y) -> frame % 2 == 0 ? TestVideo.Colour.RED : TestVideo.Colour.BLUE);
    return video;
  }

  /**
   * Frame i of a video at a constant rate is shown from i / rate to (i + 1) / rate: the first whose
   * middle is at or after s seconds is ceil(s * rate - 1/2). All in whole numbers here.
   */
  private static List<Integer> expected(int rate, int per, Segment segment) {
    int first = firstFrom(segment.frameStart() - 1, rate, per);
    int end = segment.frameEnd() == -1 ? FRAMES : firstFrom(segment.frameEnd(), rate, per);
    int atLeastOne = Math.max(end, first + 1);
    return IntStream.range(first, Math.min(atLeastOne, FRAMES)).boxed().toList();
  }

  private static int firstFrom(int twentyFifths, int rate, int per) {
    // twentyFifths / 25 * rate / per - 1/2, over a common denominator.
    return Math.max(0, -Math.floorDiv(25 * per - 2 * twentyFifths * rate, 2 * 25 * per));
  }

  @ParameterizedTest
  @CsvSource({
    "mp4, 24000, 1001",
    "mp4, 25, 1",
    "mp4, 30000, 1001",
    "mp4, 30, 1",
    "avi, 25, 1",
    "mkv, 24000, 1001",
    "mkv, 25, 1",
    "mkv, 30, 1",
    "mp4, 50, 1",
    "mp4, 10, 1",
    "mp4, 25, 2"
  })
  void takesTheFramesOfItsTime(String container, int rate, int per) throws IOException {
    Path video = video(container, rate, per);
    for (Segment segment :
        List.of(
            Segment.whole(),
            new Segment(1, 10),
            new Segment(7, 31),
            new Segment(26, 26),
            new Segment(30, -1),
            new Segment(40, 4000))) {
      assertThat(taken(video, segment))
          .as("%s of a video at %d/%d a second", segment, rate, per)
          .isEqualTo(expected(rate, per, segment))
          .isNotEmpty();
    }
  }

  @Test
  void countsAsWlaslDoesAtItsRate() throws IOException {
    Path video = video("mp4", 25, 1);
    assertThat(taken(video, new Segment(1, 3))).containsExactly(0, 1, 2);
    assertThat(taken(video, new Segment(90, 90))).containsExactly(89);
    assertThat(taken(video, new Segment(90, -1))).containsExactly(89);
  }

  @ParameterizedTest
  @ValueSource(strings = {"mp4", "mkv", "avi", "ts"})
  void takesAllOfAVideoThatEndsBeforeTheSegmentStarts(String container) throws IOException {
    Path video = video(container, 25, 1);
    assertThat(taken(video, new Segment(91, -1))).hasSize(FRAMES);
    assertThat(taken(video, new Segment(1000, 1040))).hasSize(FRAMES);
  }

  /** Frames that are shown for 100 ms: a segment of 40 ms may hold the middle of none. */
  @Test
  void takesAtLeastOneFrame() throws IOException {
    Path video = video("mp4", 10, 1);
    assertThat(taken(video, new Segment(1, 1))).containsExactly(0);
    assertThat(taken(video, new Segment(2, 2))).containsExactly(0);
    assertThat(taken(video, new Segment(3, 3))).containsExactly(1);
  }

  @Test
  void goesByTheTimesOfTheFramesWhereTheRateVaries() throws IOException {
    Path video = folder.resolve("varying.mp4");
    // 20 frames in the first second, then one every 200 ms.
    TestVideo.in(video, 16, 16)
        .at(1000, 1)
        .shownAt(i -> i <= 20 ? 50 * i : 1000 + 200 * (i - 20))
        .write(30, (frame, x, y) -> frame % 2 == 0 ? TestVideo.Colour.RED : TestVideo.Colour.BLUE);
    // From 1.0 s to 2.0 s: frames 20 to 24.
    assertThat(taken(video, new Segment(26, 50))).containsExactly(20, 21, 22, 23, 24);
    // From 0.4 s to 0.6 s: frames 8 to 11.
    assertThat(taken(video, new Segment(11, 15))).containsExactly(8, 9, 10, 11);
  }

  @Test
  void mayNotBeTooLongOrTakeTooLong() throws IOException {
    Path video = video("mp4", 25, 1);
    assertThat(extract(video, 10, Duration.ofMinutes(1), new Segment(1, 10)).frames())
        .isEqualTo(10);
    assertThatThrownBy(() -> extract(video, 10, Duration.ofMinutes(1), new Segment(1, 11)))
        .isInstanceOf(InvalidVideoException.class)
        .hasMessage("The video a video has more than the 10 frames that are allowed.");
    assertThatThrownBy(() -> extract(video, 10, Duration.ofNanos(1), new Segment(1, 10)))
        .isInstanceOf(InvalidVideoException.class)
        .hasMessageContaining("takes longer than the time limit");
  }

  private static LandmarkSequence extract(
      Path video, int maxFrames, Duration timeLimit, Segment segment) throws IOException {
    ExtractorOptions options =
        new ExtractorOptions(LandmarkGraph.SOLUTIONS, 0.7f, 0.7f, maxFrames, timeLimit);
    try (LandmarkExtractor extractor = new LandmarkExtractor(options, new Recorder());
        FileChannel bytes = FileChannel.open(video)) {
      return extractor.extract("a video", bytes, segment);
    }
  }

  @Test
  void refusesNumbersThatAreNoSegment() {
    assertThatThrownBy(() -> new Segment(0, 5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a segment starts at frame 1 or later, not 0");
    assertThatThrownBy(() -> new Segment(5, 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a segment ends at -1 or after its start, frame 5, not at frame 4");
    assertThatThrownBy(() -> new Segment(5, -2)).isInstanceOf(IllegalArgumentException.class);
    assertThat(new Segment(1, -1)).isEqualTo(Segment.whole());
  }
}
