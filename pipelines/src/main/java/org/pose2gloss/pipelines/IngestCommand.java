package org.pose2gloss.pipelines;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.util.List;
import org.pose2gloss.command.Settings;
import org.pose2gloss.command.StepCommand;
import org.pose2gloss.command.StepContext;
import org.pose2gloss.features.LandmarkSequence;
import org.pose2gloss.features.PoseFile;
import org.pose2gloss.landmarks.video.VideoDecoder;
import org.pose2gloss.landmarks.video.VideoProbe;
import org.pose2gloss.pipelines.beam.Runner;
import org.pose2gloss.pipelines.ingest.Ingest;
import org.pose2gloss.pipelines.ingest.IngestOptions;
import org.pose2gloss.pipelines.ingest.IngestReport;
import org.pose2gloss.pipelines.ingest.IngestResult;
import org.pose2gloss.pipelines.ingest.source.MediaFacts;
import org.pose2gloss.pipelines.ingest.source.MediaProbes;
import org.pose2gloss.tables.Tables;
import org.pose2gloss.tracking.TrackedRun;
import picocli.CommandLine.Command;

/** {@code ingest}: archives and folders to table videos, by a Beam pipeline. */
@Command(
    name = "ingest",
    description = {
      "Takes videos and .pose files in: archives, folders -> tables videos, rejected.",
      "Labels are a CSV file (video_id or file, gloss, ...) or WLASL's JSON. A video that is missing"
          + " or unreadable in a source's path is taken from its backups."
    },
    footer = {
      "",
      "Examples:",
      "  pose2gloss ingest --conf conf/demo.conf",
      "  pose2gloss ingest --set 'ingest.sources=[{path=/data/clips, labels=/data/labels.csv}]'",
      "  pose2gloss ingest --set 'ingest.sources=[{path=/data/wlasl.zip, backups=[/data/more.zip],",
      "    labels=\"/data/wlasl.zip!/WLASL_v0.3.json\", language=ase, cut=true}]'",
      "  pose2gloss ingest --set 'ingest.sources=[{path=\"s3a://bucket/clips.zip\"}]'"
          + " --set ingest.runner=spark",
      "",
      "The list of sources may as well stand in a file for --conf; conf/reference.conf documents it."
    })
final class IngestCommand extends StepCommand<IngestCommand.Result> {
  /**
   * What was done, of all sources together; the counts up to {@code skipped} but the first add up
   * to it.
   *
   * @param listed inputs that the sources list
   * @param added new rows
   * @param updated rows in the place of older ones of the same id
   * @param unchanged inputs that the table had already
   * @param duplicate inputs whose id or content is that of another
   * @param rejected inputs that cannot be read or contradict themselves
   * @param missing samples that labels name and no place has
   * @param skipped inputs that the configuration leaves out
   * @param fromBackups videos that are in a backup and not, or not readable, in the source's path
   * @param places how many videos each place gave
   */
  record Result(
      long listed,
      long added,
      long updated,
      long unchanged,
      long duplicate,
      long rejected,
      long missing,
      long skipped,
      long fromBackups,
      List<IngestReport.Place> places) {}

  @Override
  protected Result run(StepContext context) throws IOException {
    Settings settings = context.settings();
    context.parameters("ingest");
    IngestOptions options =
        new IngestOptions(
            IngestSources.of(settings),
            context.warehouse().options(),
            new MediaProbes(IngestCommand::video, IngestCommand::pose),
            IngestSources.limits(settings),
            settings.flag("ingest.read-all"),
            context.run().map(TrackedRun::id).orElse(""));
    IngestResult result;
    try (Runner runner = Runner.of(settings, "ingest")) {
      result = Ingest.run(options, runner);
    }
    IngestReports.tell(result.report(), System.err);
    if (context.run().isPresent()) {
      IngestReports.keep(result.report(), context.run().get());
    }
    context.wrote(Tables.VIDEOS);
    IngestResult.SourceCounts all = result.total();
    return new Result(
        all.listed(),
        all.added(),
        all.updated(),
        all.unchanged(),
        all.duplicate(),
        all.rejected(),
        all.missing(),
        all.skipped(),
        result.report().fromBackups(),
        result.report().places());
  }

  private static MediaFacts video(String name, SeekableByteChannel bytes) throws IOException {
    VideoProbe probe = VideoDecoder.probe(name, bytes);
    return new MediaFacts(
        probe.codec(),
        probe.width(),
        probe.height(),
        (float) probe.framesPerSecond(),
        probe.frames(),
        (float) probe.durationSeconds());
  }

  private static MediaFacts pose(String name, SeekableByteChannel bytes) throws IOException {
    LandmarkSequence sequence =
        PoseFile.read(new BufferedInputStream(Channels.newInputStream(bytes)));
    return new MediaFacts(
        null,
        sequence.imageWidth(),
        sequence.imageHeight(),
        sequence.framesPerSecond(),
        sequence.frames(),
        sequence.frames() / sequence.framesPerSecond());
  }
}
