package org.pose2gloss.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.pose2gloss.landmarks.LandmarkGraph;
import org.pose2gloss.landmarks.video.VideoDecoder;
import org.pose2gloss.landmarks.video.VideoFrame;
import picocli.CommandLine;

/**
 * Landmarks of frames that another program decoded, so that graphs are compared on the very same
 * pixels; and, to know what decoding adds, of those that our own decoder gives.
 *
 * <p>Prints a line of JSON a video.
 */
@CommandLine.Command(
    name = "given-frames",
    mixinStandardHelpOptions = true,
    description = "Landmarks of the frames on stdin, as NumPy files, one a video and graph.")
public final class GivenFrames implements Callable<Integer> {
  @CommandLine.Option(
      names = "--out",
      required = true,
      description = "Folder for VIDEO.GRAPH.npy, and VIDEO.own.npy where our frames are others.")
  private Path out;

  @CommandLine.Option(
      names = "--graph",
      description = "A graph to run; may be given several times. Without it: all there are.")
  private List<String> names =
      Arrays.stream(LandmarkGraph.values()).map(LandmarkGraph::configName).toList();

  @CommandLine.Option(
      names = "--own",
      description = "Decode the videos here too; where frames differ, run the first graph on ours.")
  private boolean own;

  @CommandLine.Option(
      names = "--frames",
      description = "Most frames of a video that are decoded here; default: all.")
  private int mostFrames = Integer.MAX_VALUE;

  private GivenFrames() {}

  /**
   * What is known of a video afterwards.
   *
   * @param video its path, as it was sent
   * @param decoding the frames that were sent against ours; none of ours if not asked for
   */
  record Line(String video, PictureDifference.Result decoding) {}

  /** Runs the command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new GivenFrames()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException {
    Files.createDirectories(out);
    List<GraphRun> runs = new ArrayList<>();
    try {
      for (String name : names) {
        runs.add(GraphRun.of(LandmarkGraph.of(name)));
      }
      FramePipe pipe = new FramePipe(System.in);
      Optional<String> video = pipe.nextVideo();
      while (video.isPresent()) {
        PictureDifference difference = extract(Path.of(video.get()), pipe, runs);
        Json.print(new Line(video.get(), difference.result()));
        video = pipe.nextVideo();
      }
    } finally {
      runs.forEach(GraphRun::close);
    }
    return 0;
  }

  private PictureDifference extract(Path video, FramePipe pipe, List<GraphRun> runs)
      throws IOException {
    runs.forEach(GraphRun::begin);
    PictureDifference difference = new PictureDifference();
    try (OwnFrames ours = own ? OwnFrames.of(video, mostFrames) : OwnFrames.none()) {
      Optional<VideoFrame> given = pipe.nextFrame();
      Optional<VideoFrame> decoded = ours.next();
      while (given.isPresent() || decoded.isPresent()) {
        for (GraphRun run : runs) {
          given.ifPresent(run::add);
        }
        difference.add(given, decoded);
        given = given.isPresent() ? pipe.nextFrame() : given;
        decoded = ours.next();
      }
    }
    for (GraphRun run : runs) {
      run.write(fileOf(video, run.graph().configName()));
    }
    if (own && !difference.none()) {
      extractOwn(video, runs.get(0));
    }
    return difference;
  }

  private void extractOwn(Path video, GraphRun run) throws IOException {
    run.begin();
    try (OwnFrames ours = OwnFrames.of(video, mostFrames)) {
      for (Optional<VideoFrame> frame = ours.next(); frame.isPresent(); frame = ours.next()) {
        run.add(frame.get());
      }
    }
    run.write(fileOf(video, "own"));
  }

  private Path fileOf(Path video, String kind) {
    return out.resolve(video.getFileName() + "." + kind + ".npy");
  }

  /** The first frames of a video by our decoder, or none. */
  private record OwnFrames(Optional<VideoDecoder> decoder, int most) implements AutoCloseable {
    static OwnFrames of(Path video, int most) throws IOException {
      return new OwnFrames(Optional.of(VideoDecoder.open(video)), most);
    }

    static OwnFrames none() {
      return new OwnFrames(Optional.empty(), 0);
    }

    Optional<VideoFrame> next() throws IOException {
      if (decoder.isEmpty()) {
        return Optional.empty();
      }
      return decoder.get().next().filter(frame -> frame.index() < most);
    }

    @Override
    public void close() {
      decoder.ifPresent(VideoDecoder::close);
    }
  }
}
