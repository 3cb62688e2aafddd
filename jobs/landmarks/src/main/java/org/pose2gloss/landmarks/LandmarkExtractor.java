package org.pose2gloss.landmarks;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.pose2gloss.features.LandmarkPart;
import org.pose2gloss.features.LandmarkSequence;
import org.pose2gloss.features.LandmarkSequenceBuilder;
import org.pose2gloss.landmarks.mediapipe.FrameLandmarks;
import org.pose2gloss.landmarks.mediapipe.FrameTracker;
import org.pose2gloss.landmarks.mediapipe.ModelTime;
import org.pose2gloss.landmarks.video.Deadline;
import org.pose2gloss.landmarks.video.InvalidVideoException;
import org.pose2gloss.landmarks.video.VideoDecoder;
import org.pose2gloss.landmarks.video.VideoFrame;

/**
 * Turns videos into landmark sequences.
 *
 * <p>One extractor uses one thread and about 150 MB of native memory; work in parallel takes one
 * each. Nothing of a video is remembered for the next: the same file gives the same numbers in any
 * order. Not thread safe.
 */
public final class LandmarkExtractor implements AutoCloseable {
  private final ExtractorOptions options;
  private final FrameTracker tracker;

  LandmarkExtractor(ExtractorOptions options, FrameTracker tracker) {
    this.options = options;
    this.tracker = tracker;
  }

  /**
   * Loads the models.
   *
   * @throws IllegalStateException if a model is absent or not the one that is meant, saying what to
   *     do
   */
  public static LandmarkExtractor create(ExtractorOptions options) {
    return new LandmarkExtractor(options, tracker(options));
  }

  /**
   * What finds the landmarks, alone: for frames that the caller has decoded.
   *
   * @throws IllegalStateException if a model is absent or not the one that is meant, saying what to
   *     do
   */
  public static FrameTracker tracker(ExtractorOptions options) {
    return options.graph().open(options.detectionConfidence(), options.trackingConfidence());
  }

  /**
   * The landmarks of every frame of a video on the local disk.
   *
   * @throws InvalidVideoException if the file cannot be decoded, has more frames than the options
   *     allow, or takes longer than they allow
   * @throws IOException if the file cannot be read
   */
  public LandmarkSequence extract(Path video) throws IOException {
    Deadline deadline = Deadline.after(options.timeLimit());
    try (VideoDecoder decoder = VideoDecoder.open(video, deadline)) {
      return landmarks(video.toString(), decoder, Double.POSITIVE_INFINITY);
    }
  }

  /**
   * The landmarks of every frame of a segment. Where the video ends before the segment starts, it
   * has been cut to the segment already, and all of it is taken.
   *
   * @param name what messages call the video: its path or address
   * @param bytes the file, read from its beginning as it is needed; not closed here
   * @param segment which part of the video
   * @throws InvalidVideoException if the video cannot be decoded, has more frames than the options
   *     allow, or takes longer than they allow
   * @throws IOException if the channel fails, which is no fault of the video's
   */
  public LandmarkSequence extract(String name, SeekableByteChannel bytes, Segment segment)
      throws IOException {
    Deadline deadline = Deadline.after(options.timeLimit());
    try (VideoDecoder decoder = VideoDecoder.open(name, bytes, deadline)) {
      if (decoder.skipTo(segment.startSeconds())) {
        return landmarks(name, decoder, segment.endSeconds());
      }
    }
    // Whether a video ends before a segment is known for sure only when its last frame is decoded.
    try (VideoDecoder decoder = VideoDecoder.open(name, bytes, deadline)) {
      return landmarks(name, decoder, Double.POSITIVE_INFINITY);
    }
  }

  /** Of the next frame, whatever its time, and of those after it that end before a moment. */
  private LandmarkSequence landmarks(String name, VideoDecoder decoder, double endSeconds)
      throws IOException {
    tracker.reset();
    LandmarkSequenceBuilder builder = new LandmarkSequenceBuilder();
    int frames = 0;
    int width = 0;
    int height = 0;
    for (Optional<VideoFrame> frame = decoder.next();
        frame.isPresent();
        frame = decoder.nextBefore(endSeconds)) {
      if (++frames > options.maxFrames()) {
        throw new InvalidVideoException(
            "The video %s has more than the %d frames that are allowed."
                .formatted(name, options.maxFrames()));
      }
      width = frame.get().width();
      height = frame.get().height();
      add(tracker.process(frame.get()), builder);
    }
    return builder.build((float) decoder.framesPerSecond(), width, height);
  }

  private static void add(FrameLandmarks found, LandmarkSequenceBuilder builder) {
    builder
        .add(LandmarkPart.RIGHT_HAND, found.rightHand())
        .add(LandmarkPart.LEFT_HAND, found.leftHand())
        .add(LandmarkPart.POSE, found.pose())
        .add(LandmarkPart.FACE, found.face());
  }

  /** What each model has cost since it was loaded. */
  public List<ModelTime> times() {
    return tracker.times();
  }

  @Override
  public void close() {
    tracker.close();
  }
}
