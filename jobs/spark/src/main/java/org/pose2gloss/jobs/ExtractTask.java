package org.pose2gloss.jobs;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.Table;
import org.apache.spark.TaskContext;
import org.apache.spark.util.LongAccumulator;
import org.apache.spark.util.SerializableConfiguration;
import org.pose2gloss.command.NativeCache;
import org.pose2gloss.features.LandmarkSequence;
import org.pose2gloss.tables.TableWriter;
import scala.collection.Iterator;
import scala.runtime.AbstractFunction1;

/**
 * Takes the landmarks of a pack's videos, one after the other, and writes them to files that are
 * not part of the table yet: a task holds one extractor, one sequence and one file's buffer.
 *
 * <p>The first attempt of a task extracts in the executor, but for videos that are suspect. If the
 * executor dies, the attempts after it extract all videos in a process beside the executor, so that
 * a pack costs at most one executor, however many of its videos crash.
 */
final class ExtractTask extends AbstractFunction1<Iterator<byte[]>, byte[]>
    implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Extraction.Maker maker;
  private final Duration limit;
  private final SerializableConfiguration configuration;
  private final Table landmarks;
  private final Attempts attempts;
  private final LongAccumulator done;
  private final ExtractionMetrics.Counters counters;

  /**
   * A task's work.
   *
   * @param limit time that a video may take alone before it counts as one that hangs
   * @param landmarks the table, as it is sent to tasks
   * @param done counts ids
   * @param counters what people see of it
   */
  ExtractTask(
      Extraction.Maker maker,
      Duration limit,
      SerializableConfiguration configuration,
      Table landmarks,
      Attempts attempts,
      LongAccumulator done,
      ExtractionMetrics.Counters counters) {
    this.maker = maker;
    this.limit = limit;
    this.configuration = configuration;
    this.landmarks = landmarks;
    this.attempts = attempts;
    this.done = done;
    this.counters = counters;
  }

  @Override
  public byte[] apply(Iterator<byte[]> packs) {
    NativeCache.prepare();
    VideoPack pack = TaskBytes.read(packs.next(), VideoPack.class);
    return TaskBytes.of(extract(pack.videos()));
  }

  private ExtractedPack extract(List<VideoWork> pack) {
    TaskContext task = TaskContext.get();
    boolean isRetry = task.attemptNumber() > 0;
    Attempts.Note note = attempts.note(task.partitionId(), task.taskAttemptId());
    Map<String, Coverage> coverages = new HashMap<>();
    List<FailedVideo> failures = new ArrayList<>();
    long frames = 0;
    try (Extraction here = maker.make(configuration.value());
        Extraction alone = new IsolatedExtraction(maker, configuration, limit);
        TableWriter writer = TableWriter.open(landmarks)) {
      for (VideoWork video : pack) {
        boolean isAlone = !video.isPose() && (isRetry || video.isSuspect());
        if (!video.isPose() && !isAlone) {
          note.at(video.content());
        }
        Outcome outcome = take(isAlone ? alone : here, video);
        if (outcome.failure() == null) {
          Coverage coverage = LandmarkTable.write(writer, video, outcome.sequence());
          video.ids().forEach(id -> coverages.put(id, coverage));
          frames += outcome.sequence().frames();
          counters.add(outcome.sequence(), coverage);
        } else {
          failures.add(outcome.failure());
          counters.addFailure();
        }
        done.add(video.ids().size());
      }
      return new ExtractedPack(writer.complete(), coverages, failures, frames);
    } catch (IOException e) {
      throw new UncheckedIOException("The note of what a task is at cannot be written.", e);
    } finally {
      note.done();
    }
  }

  /** One of the two is null. */
  private record Outcome(LandmarkSequence sequence, FailedVideo failure) {}

  /** A video that an error of the program stops must not stop the others: it is a failure too. */
  private static Outcome take(Extraction extraction, VideoWork video) {
    try {
      return new Outcome(extraction.of(video), null);
    } catch (Extraction.UnusableException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      return new Outcome(null, FailedVideo.of(video, e));
    }
  }
}
