package org.pose2gloss.jobs;

import java.lang.management.ManagementFactory;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.pose2gloss.jobs.WorkEstimate.Facts;
import org.pose2gloss.landmarks.ExtractorOptions;
import org.pose2gloss.landmarks.LandmarkExtractor;
import org.pose2gloss.landmarks.Segment;
import org.pose2gloss.landmarks.video.VideoDecoder;
import org.pose2gloss.landmarks.video.VideoProbe;

/**
 * Extracts videos and prints for each: file, frames, width, height, estimated seconds, estimated
 * seconds if it were sixty times as long, seconds of processor time that it took.
 */
public final class WorkMeasured {
  private static final int LONGER = 60;
  private static final double NANOS = 1e9;

  private WorkMeasured() {}

  /** Takes the files. */
  public static void main(String[] arguments) throws Exception {
    try (LandmarkExtractor extractor = LandmarkExtractor.create(ExtractorOptions.defaults())) {
      // The first video pays for what is loaded and compiled once.
      extractor.extract(Path.of(arguments[0]));
      for (String argument : arguments) {
        Path file = Path.of(argument);
        VideoProbe probe = VideoDecoder.probe(file);
        long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        try (FileChannel bytes = FileChannel.open(file)) {
          extractor.extract(argument, bytes, Segment.whole());
        }
        long took = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before;
        System.out.printf(
            "%s\t%d\t%d\t%d\t%.6f\t%.6f\t%.6f%n",
            file.getFileName(),
            probe.frames(),
            probe.width(),
            probe.height(),
            estimate(file, probe, 1),
            estimate(file, probe, LONGER),
            took / NANOS);
      }
    }
  }

  private static double estimate(Path file, VideoProbe probe, int times) throws Exception {
    Facts facts =
        new Facts(
            probe.frames() * times,
            (float) probe.framesPerSecond(),
            (float) probe.durationSeconds() * times,
            Files.size(file) * times,
            probe.width(),
            probe.height());
    return WorkEstimate.video(facts, 1, -1);
  }
}
