package org.pose2gloss.benchmarks;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.pose2gloss.landmarks.ExtractorOptions;
import org.pose2gloss.landmarks.LandmarkExtractor;
import org.pose2gloss.landmarks.Segment;
import org.pose2gloss.landmarks.video.Deadline;
import org.pose2gloss.landmarks.video.InvalidVideoException;
import org.pose2gloss.landmarks.video.VideoDecoder;
import picocli.CommandLine;

/**
 * Reads damaged copies of videos and says how each ends.
 *
 * <p>Prints a line of JSON before a copy is read and one after it: if the process dies or hangs,
 * the last line says at which.
 */
@CommandLine.Command(
    name = "damaged-videos",
    mixinStandardHelpOptions = true,
    description = "Decodes damaged copies of videos, and extracts landmarks of some.")
public final class DamagedVideos implements Callable<Integer> {
  @CommandLine.Option(names = "--seed", required = true, description = "Seed of the damage.")
  private long seed;

  @CommandLine.Option(names = "--from", required = true, description = "Number of the first copy.")
  private int from;

  @CommandLine.Option(names = "--to", required = true, description = "Number after the last copy.")
  private int to;

  @CommandLine.Option(
      names = "--extract-every",
      required = true,
      description = "Of so many copies one goes through the graphs; the others are only decoded.")
  private int extractEvery;

  @CommandLine.Option(names = "--sound", description = "Leave the copies undamaged.")
  private boolean sound;

  @CommandLine.Option(names = "--seconds", required = true, description = "Time limit of a copy.")
  private int seconds;

  @CommandLine.Option(names = "--folder", required = true, description = "Where copies are put.")
  private Path folder;

  @CommandLine.Parameters(arity = "1..*", description = "The sound videos.")
  private List<Path> videos;

  private DamagedVideos() {}

  /** A copy that is read next. */
  record Begun(int number, String source, String kind, String file) {}

  /**
   * How it ended.
   *
   * @param end {@code read}, {@code refused} (as no sound video) or {@code unexpected}
   * @param message why it was refused, or what was thrown
   * @param extracted whether it went through the graphs
   */
  record Ended(
      int number,
      String end,
      String message,
      int frames,
      boolean extracted,
      double seconds,
      long peakMemoryBytes) {}

  /** Runs the command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new DamagedVideos()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException {
    ExtractorOptions usual = ExtractorOptions.defaults();
    ExtractorOptions options =
        new ExtractorOptions(
            usual.graph(),
            usual.detectionConfidence(),
            usual.trackingConfidence(),
            usual.maxFrames(),
            Duration.ofSeconds(seconds));
    try (LandmarkExtractor extractor = LandmarkExtractor.create(options)) {
      for (int number = from; number < to; number++) {
        VideoDamage damage =
            sound ? VideoDamage.none(videos.get(number)) : VideoDamage.of(videos, seed, number);
        Path file = folder.resolve(number + "-" + damage.source().getFileName());
        Files.write(file, damage.bytes());
        Json.print(
            new Begun(number, damage.source().toString(), damage.kind().name(), file.toString()));
        Ended ended = read(extractor, number, file);
        Json.print(ended);
        if (!ended.end().equals("unexpected")) {
          Files.delete(file);
        }
      }
    }
    return 0;
  }

  private Ended read(LandmarkExtractor extractor, int number, Path file) throws IOException {
    boolean extracts = number % extractEvery == 0;
    long started = System.nanoTime();
    String end = "read";
    String message = "";
    int frames = 0;
    try (FileChannel bytes = FileChannel.open(file)) {
      frames =
          extracts
              ? extractor.extract(file.toString(), bytes, Segment.whole()).frames()
              : decode(file, bytes);
    } catch (InvalidVideoException e) {
      end = "refused";
      message = e.getMessage();
    } catch (IOException | RuntimeException | Error e) {
      // Whatever it is, it is a finding: a damaged video may end in no other way than these two.
      end = "unexpected";
      message = e.toString();
      e.printStackTrace();
    }
    double took = (System.nanoTime() - started) / 1e9;
    return new Ended(number, end, message, frames, extracts, took, ProcessMemory.peakBytes());
  }

  private int decode(Path file, FileChannel bytes) throws IOException {
    Deadline deadline = Deadline.after(Duration.ofSeconds(seconds));
    try (VideoDecoder decoder = VideoDecoder.open(file.toString(), bytes, deadline)) {
      int frames = 0;
      while (decoder.next().isPresent()) {
        frames++;
      }
      return frames;
    }
  }
}
