package org.pose2gloss.serving.http;

import io.javalin.http.Context;
import java.util.UUID;
import java.util.regex.Pattern;

/** Gives each request a name for logs and complaints: the client's own where it sends a fit one. */
final class RequestIds {
  static final String HEADER = "X-Request-Id";

  private static final String ATTRIBUTE = "pose2gloss.request-id";
  private static final Pattern FIT = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  private RequestIds() {}

  static void give(Context ctx) {
    String sent = ctx.header(HEADER);
    String id = sent != null && FIT.matcher(sent).matches() ? sent : UUID.randomUUID().toString();
    ctx.attribute(ATTRIBUTE, id);
    ctx.header(HEADER, id);
  }

  static String of(Context ctx) {
    String id = ctx.attribute(ATTRIBUTE);
    return id == null ? "" : id;
  }
}
