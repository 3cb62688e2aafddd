package org.pose2gloss.benchmarks;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.pose2gloss.features.LandmarkSequence;
import org.pose2gloss.landmarks.ExtractorOptions;
import org.pose2gloss.landmarks.LandmarkExtractor;
import org.pose2gloss.landmarks.Segment;
import org.pose2gloss.landmarks.video.VideoDecoder;
import picocli.CommandLine;

/** How much memory a process needs that extracts or decodes one video, and nothing else. */
@CommandLine.Command(
    name = "extraction-memory",
    mixinStandardHelpOptions = true,
    description = "Peak memory of extracting or decoding one video.")
public final class ExtractionMemory implements Callable<Integer> {
  @CommandLine.Option(
      names = "--decode-only",
      description = "Decode every frame and run no graphs; the models are loaded all the same.")
  private boolean decodeOnly;

  @CommandLine.Parameters(arity = "1", description = "The video.")
  private Path video;

  private ExtractionMemory() {}

  /**
   * What was measured.
   *
   * @param peakMemoryBytes most memory that the process ever had
   * @param landmarkBytes what the landmarks themselves are, 0 where none were extracted
   */
  record Result(int frames, double seconds, long peakMemoryBytes, long landmarkBytes) {}

  /** Runs the command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new ExtractionMemory()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException {
    long started = System.nanoTime();
    int frames;
    long bytes = 0;
    try (LandmarkExtractor extractor = LandmarkExtractor.create(ExtractorOptions.defaults());
        FileChannel channel = FileChannel.open(video)) {
      if (decodeOnly) {
        frames = decode(channel);
      } else {
        LandmarkSequence found = extractor.extract(video.toString(), channel, Segment.whole());
        frames = found.frames();
        bytes = (long) frames * LandmarkRows.ROW * Float.BYTES;
      }
    }
    double seconds = (System.nanoTime() - started) / 1e9;
    Json.print(new Result(frames, seconds, ProcessMemory.peakBytes(), bytes));
    return 0;
  }

  private int decode(FileChannel channel) throws IOException {
    try (VideoDecoder decoder = VideoDecoder.open(video.toString(), channel)) {
      int frames = 0;
      while (decoder.next().isPresent()) {
        frames++;
      }
      return frames;
    }
  }
}
