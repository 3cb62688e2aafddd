package org.pose2gloss.landmarks.mediapipe;

import java.util.List;
import org.pose2gloss.landmarks.video.VideoFrame;

/**
 * Finds the landmarks of one person in the frames of a video, given in order.
 *
 * <p>Owns its models until closed. Not thread safe.
 */
public interface FrameTracker extends AutoCloseable {
  /** Forgets the person: the next frame is the first of another video. */
  void reset();

  /** The landmarks in the next frame. */
  FrameLandmarks process(VideoFrame frame);

  /** What each model has cost since it was loaded. */
  List<ModelTime> times();

  @Override
  void close();
}
