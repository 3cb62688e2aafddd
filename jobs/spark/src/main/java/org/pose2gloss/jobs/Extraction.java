package org.pose2gloss.jobs;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import org.apache.hadoop.conf.Configuration;
import org.pose2gloss.features.LandmarkSequence;
import org.pose2gloss.features.PoseFile;
import org.pose2gloss.landmarks.ExtractorOptions;
import org.pose2gloss.landmarks.LandmarkExtractor;
import org.pose2gloss.landmarks.Segment;
import org.pose2gloss.landmarks.video.InvalidVideoException;
import org.pose2gloss.storage.ArchiveLimits;
import org.pose2gloss.storage.StoredFiles;

/**
 * How the landmarks of one content are taken: a {@code .pose} file is read, a video goes through
 * MediaPipe's graphs. Of one task, and not thread safe.
 */
interface Extraction extends AutoCloseable {
  /** What the column {@code graph} says of landmarks that came in a file. */
  String POSE_FILE = "pose-file";

  /**
   * The landmarks.
   *
   * @throws IOException if there are none to be had, with the reason in one sentence
   * @throws UnusableException if no video's can be taken
   */
  LandmarkSequence of(VideoWork video) throws IOException;

  @Override
  void close();

  /** Nothing can be extracted at all, for a reason that is no video's; says what to do. */
  final class UnusableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnusableException(String sentence, Throwable cause) {
      super(sentence, cause);
    }
  }

  /** Makes what a task extracts with; sent to the tasks. */
  interface Maker extends Serializable {
    /**
     * Makes it.
     *
     * @param configuration settings of the file systems
     */
    Extraction make(Configuration configuration);
  }

  /** Extraction in this process, by the given options; models are loaded at the first video. */
  static Extraction here(ExtractorOptions options, Configuration configuration) {
    return new Here(options, configuration);
  }

  /** Streams files from wherever they lie. */
  final class Here implements Extraction {
    private static final int BUFFER_BYTES = 1 << 16;

    private final ExtractorOptions options;
    private final StoredFiles videos;
    private LandmarkExtractor extractor;

    private Here(ExtractorOptions options, Configuration configuration) {
      this.options = options;
      this.videos = new StoredFiles(configuration, ArchiveLimits.DEFAULT);
    }

    @Override
    public LandmarkSequence of(VideoWork video) throws IOException {
      try (SeekableByteChannel bytes = videos.open(video.uri(), video.entry())) {
        if (video.isPose()) {
          InputStream in = new BufferedInputStream(Channels.newInputStream(bytes), BUFFER_BYTES);
          return PoseFile.read(in);
        }
        return extractor().extract(video.name(), bytes, segment(video));
      }
    }

    private static Segment segment(VideoWork video) throws InvalidVideoException {
      try {
        return video.segment();
      } catch (IllegalArgumentException e) {
        throw new InvalidVideoException(
            String.format("The video %s is to be cut wrongly: %s.", video.name(), e.getMessage()));
      }
    }

    private LandmarkExtractor extractor() {
      if (extractor == null) {
        try {
          extractor = LandmarkExtractor.create(options);
        } catch (IllegalStateException e) {
          throw new UnusableException(e.getMessage(), e);
        }
      }
      return extractor;
    }

    @Override
    public void close() {
      videos.close();
      if (extractor != null) {
        extractor.close();
      }
    }
  }
}
