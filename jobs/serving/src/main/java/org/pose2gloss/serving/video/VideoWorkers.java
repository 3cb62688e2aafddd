package org.pose2gloss.serving.video;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import org.pose2gloss.features.LandmarkSequence;
import org.pose2gloss.landmarks.LandmarkExtractor;
import org.pose2gloss.landmarks.Segment;

/**
 * Finds the landmarks of videos on threads of its own. Each thread's models (150 MB outside the
 * heap) are loaded for its first video and kept. The bound of its queue is with whoever submits.
 */
public final class VideoWorkers implements AutoCloseable {
  private final VideoOptions options;
  private final ExecutorService threads;
  private final BlockingQueue<LandmarkExtractor> idle = new LinkedBlockingQueue<>();

  /** With so many threads as the options say. */
  public VideoWorkers(VideoOptions options) {
    this.options = options;
    this.threads =
        Executors.newFixedThreadPool(
            Math.max(options.threads(), 1),
            task -> {
              Thread thread = new Thread(task, "video");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * The landmarks of every frame of a video; ends with {@link
   * org.pose2gloss.landmarks.video.InvalidVideoException} where it cannot be decoded or is beyond
   * the limits.
   */
  public CompletableFuture<LandmarkSequence> landmarks(Path video) {
    return CompletableFuture.supplyAsync(() -> extract(video), threads);
  }

  private LandmarkSequence extract(Path video) {
    LandmarkExtractor extractor = idle.poll();
    if (extractor == null) {
      extractor = LandmarkExtractor.create(options.extractor());
    }
    try (SeekableByteChannel bytes = Files.newByteChannel(video)) {
      return extractor.extract("that was sent", bytes, Segment.whole());
    } catch (IOException e) {
      throw new CompletionException(e);
    } finally {
      idle.add(extractor);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
    for (LandmarkExtractor extractor = idle.poll(); extractor != null; extractor = idle.poll()) {
      extractor.close();
    }
  }
}
