package org.pose2gloss.serving.http;

import io.javalin.Javalin;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.zip.ZipException;
import org.eclipse.jetty.http.BadMessageException;
import org.pose2gloss.features.PoseFileException;
import org.pose2gloss.landmarks.video.InvalidVideoException;
import org.pose2gloss.serving.batch.LateException;
import org.pose2gloss.serving.clip.InvalidClipException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns whatever goes wrong in a request into {@link Problem}. */
final class Problems {
  private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

  /** HTTP status of a file that arrived well and is none of its kind (RFC 9110, 15.5.21). */
  private static final int UNUSABLE = 422;

  private Problems() {}

  static void install(Javalin app) {
    app.exception(ProblemException.class, (e, ctx) -> answer(ctx, e));
    app.exception(InvalidClipException.class, (e, ctx) -> answer(ctx, e.status(), e.getMessage()));
    app.exception(LateException.class, (e, ctx) -> answer(ctx, ProblemException.late()));
    app.exception(TimeoutException.class, (e, ctx) -> answer(ctx, ProblemException.late()));
    app.exception(HttpResponseException.class, Problems::refused);
    app.exception(InvalidVideoException.class, (e, ctx) -> answer(ctx, UNUSABLE, e.getMessage()));
    app.exception(PoseFileException.class, (e, ctx) -> answer(ctx, UNUSABLE, e.getMessage() + "."));
    app.exception(IOException.class, Problems::broken);
    app.exception(BadMessageException.class, (e, ctx) -> answer(ctx, e.getCode(), reason(e)));
    app.exception(Exception.class, Problems::unforeseen);
  }

  /** Writes a problem as the answer. */
  static void answer(Context ctx, int status, String detail) {
    ctx.status(status);
    if (ctx.path().startsWith(InferenceRoutes.ROOT + "/")) {
      // The protocol has a form of its own.
      ctx.json(Map.of("error", detail));
      return;
    }
    ctx.json(Problem.of(status, detail, RequestIds.of(ctx))).contentType(Problem.MEDIA_TYPE);
  }

  private static void answer(Context ctx, ProblemException e) {
    e.retryAfterSeconds()
        .ifPresent(seconds -> ctx.header("Retry-After", Integer.toString(seconds)));
    answer(ctx, e.status(), e.getMessage());
  }

  private static void refused(HttpResponseException e, Context ctx) {
    String detail =
        switch (e.getStatus()) {
          case 404 -> "There is nothing at " + ctx.path() + ": see /openapi.json.";
          case 405 -> {
            // RFC 9110, 15.5.6: what is taken stands in this header.
            ctx.header("Allow", String.join(", ", e.getDetails().values()));
            yield ctx.method() + " is not what " + ctx.path() + " takes: see /openapi.json.";
          }
          default -> e.getMessage();
        };
    answer(ctx, e.getStatus(), detail);
  }

  private static void broken(IOException e, Context ctx) {
    // Jetty's way to say that the client sent its body too slowly or not as HTTP has it.
    if (e.getCause() instanceof BadMessageException bad) {
      answer(ctx, bad.getCode(), reason(bad));
    } else if (e instanceof ZipException) {
      answer(ctx, 400, "The body's gzip is damaged: " + e.getMessage() + ".");
    } else if (e.getCause() instanceof TimeoutException) {
      answer(ctx, 408, "The body did not arrive in time: send it faster.");
    } else if (e instanceof FileSystemException) {
      // A file of ours, where an upload waits: no fault of the client's.
      unforeseen(e, ctx);
    } else {
      answer(ctx, 400, "The body ended before it was whole.");
    }
  }

  private static String reason(BadMessageException e) {
    return "The request is not as HTTP has it: " + e.getReason() + ".";
  }

  private static void unforeseen(Exception e, Context ctx) {
    LOG.error("Request {} failed in a way that was not foreseen.", RequestIds.of(ctx), e);
    answer(ctx, 500, "The service failed in a way that was not foreseen; its log says more.");
  }
}
