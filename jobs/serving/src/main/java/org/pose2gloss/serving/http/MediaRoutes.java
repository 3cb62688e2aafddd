package org.pose2gloss.serving.http;

import io.javalin.Javalin;
import io.javalin.http.Context;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.pose2gloss.classifier.Example;
import org.pose2gloss.features.LandmarkSequence;
import org.pose2gloss.features.PointSelection;
import org.pose2gloss.features.PoseFile;
import org.pose2gloss.serving.batch.Admission;
import org.pose2gloss.serving.clip.ClipLimits;
import org.pose2gloss.serving.http.MediaAnswer.Skeleton;
import org.pose2gloss.serving.http.MediaAnswer.Timing;
import org.pose2gloss.serving.video.VideoOptions;
import org.pose2gloss.serving.video.VideoWorkers;

/** Videos and {@code .pose} files in, glosses out. */
final class MediaRoutes {
  private final VideoOptions options;
  private final Asks asks;
  private final VideoWorkers workers;
  private final Admission videos;

  MediaRoutes(VideoOptions options, Asks asks, VideoWorkers workers) {
    this.options = options;
    this.asks = asks;
    this.workers = workers;
    this.videos = new Admission(Math.max(options.threads() + options.waiting(), 1));
  }

  void install(Javalin app) {
    app.post("/predict/video", this::video);
    app.post("/predict/pose", this::pose);
  }

  private void video(Context ctx) throws IOException {
    if (options.threads() == 0) {
      throw ProblemException.of(403, "This service takes no videos: send their landmarks.");
    }
    ClipRequests.requireFile(ctx, "video/");
    if (!videos.enter(1)) {
      throw ProblemException.busy();
    }
    Path file = null;
    Media media;
    try {
      media = new Media(ctx, asks.begin(ctx));
      try {
        media.requirePoints();
        file = Files.createTempFile("pose2gloss-upload-", ".video");
        try (InputStream body = ClipRequests.body(ctx, options.mostBytes())) {
          Files.copy(body, file, StandardCopyOption.REPLACE_EXISTING);
        }
        media.uploaded();
      } catch (IOException | RuntimeException | Error e) {
        media.visit.leave();
        throw e;
      }
    } catch (IOException | RuntimeException | Error e) {
      leave(file);
      throw e;
    }
    Path upload = file;
    ctx.future(
        () ->
            workers
                .landmarks(upload)
                .whenComplete((found, failure) -> leave(upload))
                .whenComplete(
                    (found, failure) -> {
                      if (failure != null) {
                        media.visit.leave();
                      }
                    })
                .thenCompose(media::answer));
  }

  private void leave(Path upload) {
    videos.leave(1);
    try {
      if (upload != null) {
        Files.deleteIfExists(upload);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void pose(Context ctx) throws IOException {
    ClipRequests.requireFile(ctx, ClipRequests.RAW);
    Media media = new Media(ctx, asks.begin(ctx));
    LandmarkSequence sequence;
    try {
      media.requirePoints();
      sequence =
          PoseFile.read(new BufferedInputStream(ClipRequests.body(ctx, media.limits.bytes())));
      if (sequence.frames() > media.limits.frames()) {
        throw media.limits.tooManyFrames();
      }
      media.uploaded();
    } catch (IOException | RuntimeException | Error e) {
      media.visit.leave();
      throw e;
    }
    ctx.future(() -> media.answer(sequence));
  }

  /** One such request under way. */
  private final class Media {
    private final Context ctx;
    private final Visit visit;
    private final ClipLimits limits;
    private final int topN;
    private final boolean withSkeleton;
    private final long start = System.nanoTime();
    private long uploaded;

    Media(Context ctx, Visit visit) {
      this.ctx = ctx;
      this.visit = visit;
      this.limits = asks.limits(visit.model());
      try {
        this.topN = ClipRequests.topN(ctx, limits);
        this.withSkeleton = ClipRequests.flag(ctx, "skeleton");
      } catch (RuntimeException e) {
        visit.leave();
        throw e;
      }
    }

    PointSelection requirePoints() {
      return visit
          .model()
          .preparation()
          .landmarks()
          .orElseThrow(
              () ->
                  ProblemException.of(
                      409,
                      "It is not known which landmarks this model takes: send them to /predict."));
    }

    void uploaded() {
      uploaded = System.nanoTime();
    }

    /** Asks the network; the visit ends with that. */
    CompletableFuture<Void> answer(LandmarkSequence sequence) {
      long found = System.nanoTime();
      Example clip;
      try {
        clip = visit.model().preparation().clip("request", sequence);
      } catch (RuntimeException e) {
        visit.leave();
        throw e;
      }
      return visit
          .ask(List.of(clip))
          .thenAccept(
              answers -> {
                Timing timing =
                    new Timing(
                        millis(start, uploaded),
                        millis(uploaded, found),
                        millis(found, System.nanoTime()));
                Skeleton skeleton =
                    withSkeleton ? MediaAnswer.skeleton(requirePoints(), sequence) : null;
                Prediction prediction = Prediction.of(visit.model(), answers.get(0), topN);
                ctx.json(MediaAnswer.of(prediction, sequence, timing, skeleton));
              });
    }
  }

  private static double millis(long from, long to) {
    return Math.round((to - from) / 1e4) / 100.0;
  }
}
