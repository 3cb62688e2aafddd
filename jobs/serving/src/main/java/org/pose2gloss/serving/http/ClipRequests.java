package org.pose2gloss.serving.http;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import org.pose2gloss.classifier.Example;
import org.pose2gloss.serving.clip.BatchQuestion;
import org.pose2gloss.serving.clip.BinaryClip;
import org.pose2gloss.serving.clip.BoundedBody;
import org.pose2gloss.serving.clip.ClipLimits;
import org.pose2gloss.serving.clip.ClipQuestion;
import org.pose2gloss.serving.clip.JsonClip;

/** Reads a clip from a request in whichever form its headers name. */
final class ClipRequests {
  static final String JSON = "application/json";
  static final String NUMPY = "application/x-npy";
  static final String RAW = "application/octet-stream";

  /** Tells the shape of raw numbers, such as {@code 65,180,3}. */
  static final String SHAPE = "X-Shape";

  private ClipRequests() {}

  static ClipQuestion read(Context ctx, ClipLimits limits) throws IOException {
    InputStream body = body(ctx, limits.bytes());
    return switch (mediaType(ctx)) {
      case JSON -> JsonClip.read(body, limits, topN(ctx, limits));
      case NUMPY -> new ClipQuestion(BinaryClip.npy(body, limits), topN(ctx, limits));
      case RAW -> new ClipQuestion(raw(ctx, body, limits), topN(ctx, limits));
      default ->
          throw ProblemException.of(
              415,
              "The body is %s; this address takes %s, %s (numpy.save) and %s (with the header %s)."
                  .formatted(
                      mediaType(ctx).isEmpty() ? "of no Content-Type" : mediaType(ctx),
                      JSON,
                      NUMPY,
                      RAW,
                      SHAPE));
    };
  }

  static BatchQuestion readBatch(Context ctx, ClipLimits limits) throws IOException {
    requireJson(ctx);
    return JsonClip.readBatch(body(ctx, limits.bytes()), limits);
  }

  static void requireJson(Context ctx) {
    if (!mediaType(ctx).equals(JSON)) {
      throw ProblemException.of(415, "This address takes a body of Content-Type " + JSON + ".");
    }
  }

  /**
   * Refuses a file that does not come as the body itself.
   *
   * @param kind Content-Type that is taken, or its beginning, besides plain bytes and none
   */
  static void requireFile(Context ctx, String kind) {
    String type = mediaType(ctx);
    if (!type.isEmpty() && !type.equals(RAW) && !type.startsWith(kind)) {
      throw ProblemException.of(
          415,
          "The body is %s; send the file itself as the body, with the Content-Type %s (curl --data-binary @FILE -H 'Content-Type: %s')."
              .formatted(type, RAW, RAW));
    }
  }

  /** The body, unpacked, which ends in an error beyond so many bytes. */
  static InputStream body(Context ctx, long bytes) throws IOException {
    if (ctx.req().getContentLengthLong() > bytes) {
      throw ProblemException.of(
          413, "The body is larger than %d bytes, the most this address takes.".formatted(bytes));
    }
    InputStream body = new PacedBody(ctx.bodyInputStream());
    String encoding = ctx.header("Content-Encoding");
    return switch (encoding == null ? "identity" : encoding.strip().toLowerCase(Locale.ROOT)) {
      case "identity" -> BoundedBody.plain(body, bytes);
      case "gzip", "x-gzip" -> BoundedBody.gzip(body, bytes);
      default ->
          throw ProblemException.of(
              415, "The Content-Encoding is not one that is taken: use gzip, or none.");
    };
  }

  /** The Content-Type without its parameters, in small letters; empty if there is none. */
  static String mediaType(Context ctx) {
    String type = ctx.contentType();
    return type == null ? "" : type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
  }

  /** How many glosses the address asks for. */
  static int topN(Context ctx, ClipLimits limits) {
    String sent = ctx.queryParam("top_n");
    if (sent == null) {
      return JsonClip.defaultTopN(limits);
    }
    try {
      int topN = Integer.parseInt(sent);
      if (topN >= 1 && topN <= limits.classes()) {
        return topN;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw ProblemException.of(
        400, "top_n must be a whole number from 1 to %d.".formatted(limits.classes()));
  }

  /** Whether something is asked for in the address; false where it does not say. */
  static boolean flag(Context ctx, String name) {
    String sent = ctx.queryParam(name);
    if (sent == null || sent.equals("false")) {
      return false;
    }
    if (sent.equals("true")) {
      return true;
    }
    throw ProblemException.of(400, name + " must be true or false.");
  }

  private static Example raw(Context ctx, InputStream body, ClipLimits limits) throws IOException {
    String shape = ctx.header(SHAPE);
    if (shape == null) {
      throw ProblemException.of(
          400, "Raw numbers need the header %s, such as '%s: 65,180,3'.".formatted(SHAPE, SHAPE));
    }
    return BinaryClip.raw(body, shape, limits);
  }
}
