package org.pose2gloss.benchmarks.generate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.Table;
import org.pose2gloss.benchmarks.Json;
import org.pose2gloss.command.Progress;
import org.pose2gloss.tables.CatalogOptions;
import org.pose2gloss.tables.CommitNote;
import org.pose2gloss.tables.Tables;
import org.pose2gloss.tables.Warehouse;
import org.pose2gloss.tables.WrittenFiles;
import picocli.CommandLine;

/**
 * Fills the tables of videos and landmarks with as many videos as WLASL has, or some times that:
 * real glosses, splits and lengths, landmarks made of real ones.
 *
 * <p>Written in files of {@value #CLIPS_A_FILE} videos, each committed when it is done, in the
 * order of the official list. Memory does not grow with their number.
 */
@CommandLine.Command(
    name = "generate-landmarks",
    mixinStandardHelpOptions = true,
    description = "Fills the tables videos and landmarks of a new warehouse.")
public final class GenerateLandmarks implements Callable<Integer> {
  /** Some hundred megabytes before compression. */
  private static final int CLIPS_A_FILE = 256;

  @CommandLine.Option(names = "--data", required = true, description = "Folder of the real data.")
  private Path data;

  @CommandLine.Option(names = "--warehouse", required = true, description = "Folder of the tables.")
  private Path warehouse;

  @CommandLine.Option(
      names = "--glosses",
      description = "Only the most frequent ones: 100, 300 or any other number; 0: all.")
  private int glosses;

  @CommandLine.Option(
      names = "--times",
      defaultValue = "1",
      description = "How many of the videos: 0.5 is every other one, 2 each twice.")
  private double times;

  @CommandLine.Option(names = "--seed", defaultValue = "1", description = "Seed of all choices.")
  private long seed;

  GenerateLandmarks() {}

  /**
   * What was made.
   *
   * @param rawBytes what the landmarks are without compression
   * @param bytes what their files are
   */
  record Result(
      int videos,
      long glosses,
      long frames,
      long rawBytes,
      long bytes,
      int files,
      double seconds) {}

  /** Runs the command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new GenerateLandmarks()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException, InterruptedException, ExecutionException {
    long started = System.nanoTime();
    List<Clip> clips =
        OfficialClips.read(data.resolve("wlasl-metadata/wlasl2000_rebuilt.json"), glosses, times);
    GeneratedLandmarks landmarks = new GeneratedLandmarks(hands(), bodies(), seed);
    List<WrittenFiles> written;
    try (Warehouse tables =
        Warehouse.open(
            CatalogOptions.hadoop("pose2gloss", warehouse.toString()), new Configuration())) {
      written = write(tables, clips, new GeneratedRows(landmarks));
    }
    long frames = clips.stream().mapToLong(landmarks::frames).sum();
    Json.print(
        new Result(
            clips.size(),
            clips.stream().map(Clip::gloss).distinct().count(),
            frames,
            frames * GeneratedRows.BYTES_A_FRAME,
            written.stream().mapToLong(WrittenFiles::bytes).sum(),
            written.size(),
            (System.nanoTime() - started) / 1e9));
    return 0;
  }

  private RealHands hands() throws IOException {
    return new RealHands(data.resolve("wlasl-hands/wlasl2000_hands_trainval_f16.npz"));
  }

  private RealBodies bodies() throws IOException {
    return new RealBodies(
        data.resolve("pose-format/FOOTBALL.holistic.pose"),
        List.of(
            data.resolve("wlasl-holistic/wlasl_holistic_180.npz"),
            data.resolve("fingerspelling/fingerspelling_180_f16.npz")));
  }

  private static List<WrittenFiles> write(Warehouse tables, List<Clip> clips, GeneratedRows rows)
      throws InterruptedException, ExecutionException {
    CommitNote note = CommitNote.of("generate-landmarks");
    Table videos = tables.openOrCreate(Tables.VIDEOS);
    rows.videos(videos, clips).append(videos, note);
    Table landmarks = tables.openOrCreate(Tables.LANDMARKS);
    int workers = Runtime.getRuntime().availableProcessors();
    ExecutorService executor = Executors.newFixedThreadPool(workers);
    Deque<Future<WrittenFiles>> atWork = new ArrayDeque<>();
    List<WrittenFiles> written = new ArrayList<>();
    try (Progress progress = Progress.start("generate", "videos", clips.size())) {
      for (int from = 0; from < clips.size() || !atWork.isEmpty(); from += CLIPS_A_FILE) {
        if (from < clips.size()) {
          List<Clip> some = clips.subList(from, Math.min(from + CLIPS_A_FILE, clips.size()));
          atWork.add(executor.submit(() -> rows.landmarks(landmarks, some)));
        }
        // One more than are worked at, so that no worker waits for a commit.
        if (atWork.size() > workers || from + CLIPS_A_FILE >= clips.size()) {
          WrittenFiles files = atWork.remove().get();
          files.append(landmarks, note);
          written.add(files);
          progress.to(written.stream().mapToLong(WrittenFiles::rows).sum());
        }
      }
    } finally {
      executor.shutdownNow();
    }
    return written;
  }
}
