package org.pose2gloss.serving.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.http.Context;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One line of JSON a request, under the logger's name {@value #NAME}. */
final class AccessLog {
  static final String NAME = "org.pose2gloss.serving.access";

  /** Longer addresses are attacks, or mistakes. */
  private static final int LONGEST_PATH = 200;

  private static final Logger LOG = LoggerFactory.getLogger(NAME);
  private static final ObjectMapper JSON = new ObjectMapper();

  private AccessLog() {}

  static void write(Context ctx, float millis) {
    if (LOG.isInfoEnabled()) {
      String path = ctx.path();
      LOG.info(
          "{}",
          JSON.createObjectNode()
              .put("time", Instant.now().toString())
              .put("request_id", RequestIds.of(ctx))
              .put("client", ctx.ip())
              .put("method", ctx.req().getMethod())
              .put("path", path.substring(0, Math.min(path.length(), LONGEST_PATH)))
              .put("status", ctx.statusCode())
              .put("sent_bytes", ctx.req().getContentLengthLong())
              .put("ms", Math.round(millis * 10) / 10.0));
    }
  }
}
