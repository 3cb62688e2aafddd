package org.pose2gloss.serving.http;

import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** Holds what a client sends to a secret, in a time that tells nothing of it. */
final class Secrets {
  static final String API_KEY = "X-Api-Key";

  private static final String BEARER = "Bearer ";

  private Secrets() {}

  /** Whether the request carries the secret as its API key or as a bearer token. */
  static boolean isKey(Context ctx, String secret) {
    return same(ctx.header(API_KEY), secret) || isBearer(ctx, secret);
  }

  /** Whether the request carries the secret as a bearer token (RFC 6750, 2.1). */
  static boolean isBearer(Context ctx, String secret) {
    String sent = ctx.header("Authorization");
    return sent != null && sent.startsWith(BEARER) && same(sent.substring(BEARER.length()), secret);
  }

  private static boolean same(String sent, String secret) {
    return sent != null
        && MessageDigest.isEqual(
            sent.getBytes(StandardCharsets.UTF_8), secret.getBytes(StandardCharsets.UTF_8));
  }
}
