package org.pose2gloss.pipelines;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.pose2gloss.command.Settings;
import org.pose2gloss.command.StepCommand;
import org.pose2gloss.command.StepContext;
import org.pose2gloss.command.UsageException;
import org.pose2gloss.features.LandmarkSequence;
import org.pose2gloss.features.PoseFile;
import org.pose2gloss.landmarks.video.VideoDecoder;
import org.pose2gloss.landmarks.video.VideoProbe;
import org.pose2gloss.pipelines.ingest.Ingest;
import org.pose2gloss.pipelines.ingest.IngestOptions;
import org.pose2gloss.pipelines.ingest.IngestResult;
import org.pose2gloss.pipelines.ingest.Runners;
import org.pose2gloss.pipelines.ingest.source.LabelledVideos;
import org.pose2gloss.pipelines.ingest.source.MediaFacts;
import org.pose2gloss.pipelines.ingest.source.MediaProbes;
import org.pose2gloss.pipelines.ingest.source.PoseFolder;
import org.pose2gloss.pipelines.ingest.source.Source;
import org.pose2gloss.pipelines.ingest.source.VideoFolder;
import org.pose2gloss.tables.Tables;
import org.pose2gloss.tracking.TrackedRun;
import picocli.CommandLine.Command;

/** {@code ingest}: folders to table videos, by a Beam pipeline. */
@Command(
    name = "ingest",
    description = "Takes videos and .pose files in: folders -> tables videos, rejected.",
    footer = {
      "",
      "Examples:",
      "  pose2gloss ingest --conf conf/demo.conf",
      "  pose2gloss ingest --set 'ingest.sources=[{kind=videos, path=/data/clips, labels=/data/labels.csv}]'"
    })
final class IngestCommand extends StepCommand<IngestCommand.Result> {
  /**
   * What was done, of all sources together; the counts other than the first add up to it.
   *
   * @param listed inputs that the sources list
   * @param added new rows
   * @param updated rows in the place of older ones of the same id
   * @param unchanged inputs that the table had already
   * @param duplicate inputs whose id or content is that of another
   * @param rejected inputs that cannot be read or contradict themselves
   * @param skipped inputs that the configuration leaves out
   */
  record Result(
      long listed,
      long added,
      long updated,
      long unchanged,
      long duplicate,
      long rejected,
      long skipped) {}

  @Override
  protected Result run(StepContext context) {
    Settings settings = context.settings();
    context.parameters("ingest");
    IngestOptions options =
        new IngestOptions(
            sources(settings),
            context.warehouse().options(),
            new MediaProbes(IngestCommand::video, IngestCommand::pose),
            context.run().map(TrackedRun::id).orElse(""));
    IngestResult.SourceCounts all =
        Ingest.run(
                options,
                Runners.named(
                    settings.text("ingest.runner"),
                    Runtime.getRuntime().availableProcessors(),
                    settings.text("spark.master")))
            .total();
    context.wrote(Tables.VIDEOS);
    return new Result(
        all.listed(),
        all.added(),
        all.updated(),
        all.unchanged(),
        all.duplicate(),
        all.rejected(),
        all.skipped());
  }

  private static List<Source> sources(Settings settings) {
    List<Source> sources = new ArrayList<>();
    for (Settings entry : settings.objects("ingest.sources", "ingest.source")) {
      String path = entry.text("path");
      if (path.isBlank()) {
        throw new UsageException("An entry of ingest.sources has no path; name its folder.");
      }
      String name =
          entry.optionalText("name").orElseGet(() -> new org.apache.hadoop.fs.Path(path).getName());
      sources.add(source(entry, name, path));
    }
    return sources;
  }

  private static Source source(Settings entry, String name, String path) {
    String labels = entry.text("labels");
    if (entry.text("kind").equals("pose-lexicon")) {
      String index = labels.isBlank() ? path + "/index.csv" : labels;
      return new PoseFolder(name, path, index, entry.text("gloss-pattern"));
    }
    return labels.isBlank()
        ? new VideoFolder(name, path, null)
        : new LabelledVideos(name, path, labels, null);
  }

  private static MediaFacts video(Path file) throws IOException {
    VideoProbe probe = VideoDecoder.probe(file);
    return new MediaFacts(
        probe.codec(),
        probe.width(),
        probe.height(),
        (float) probe.framesPerSecond(),
        probe.frames(),
        (float) probe.durationSeconds());
  }

  private static MediaFacts pose(Path file) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      LandmarkSequence sequence = PoseFile.read(in);
      return new MediaFacts(
          null,
          sequence.imageWidth(),
          sequence.imageHeight(),
          sequence.framesPerSecond(),
          sequence.frames(),
          sequence.frames() / sequence.framesPerSecond());
    }
  }
}
