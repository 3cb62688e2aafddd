package org.pose2gloss.jobs;

import java.io.IOException;
import java.io.Serializable;
import org.pose2gloss.features.PoseFileException;
import org.pose2gloss.landmarks.video.InvalidVideoException;

/**
 * A content whose landmarks could not be taken.
 *
 * @param video which
 * @param kind what is at fault
 * @param reason why, one sentence
 */
record FailedVideo(VideoWork video, Kind kind, String reason) implements Serializable {
  /** What is at fault; decides whether the same content is tried again. */
  enum Kind {
    /** The video: the same bytes will fail again. */
    VIDEO,
    /** The {@code .pose} file: likewise. */
    POSE,
    /** The video makes native code crash, which was seen on it alone. */
    CRASH,
    /** An error of the program, which it will make again. */
    ERROR,
    /** The storage: the next run may find it well. */
    STORAGE;

    /** Name in the table. */
    String columnValue() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /** What an exception says of a video. */
  static FailedVideo of(VideoWork video, Exception e) {
    if (e instanceof InvalidVideoException) {
      return new FailedVideo(video, Kind.VIDEO, e.getMessage());
    }
    if (e instanceof PoseFileException) {
      return new FailedVideo(
          video, Kind.POSE, String.format("The file %s: %s", video.name(), e.getMessage()));
    }
    if (e instanceof CrashException) {
      return new FailedVideo(video, Kind.CRASH, e.getMessage());
    }
    if (e instanceof IOException) {
      return new FailedVideo(video, Kind.STORAGE, e.getMessage());
    }
    return new FailedVideo(
        video,
        Kind.ERROR,
        String.format("The landmarks of %s cannot be taken by an error (%s).", video.name(), e));
  }
}
