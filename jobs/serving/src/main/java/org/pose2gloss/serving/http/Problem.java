package org.pose2gloss.serving.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.eclipse.jetty.http.HttpStatus;

/**
 * What a client is told where a request is not answered (RFC 9457).
 *
 * @param type always {@code about:blank}: the status says which kind it is
 * @param title the status in words
 * @param status HTTP's
 * @param detail what is wrong and what to change
 * @param requestId by which the log knows the request; empty where it was no request yet
 */
record Problem(
    String type,
    String title,
    int status,
    String detail,
    @JsonProperty("request_id") String requestId) {
  /** Media type of such an answer. */
  static final String MEDIA_TYPE = "application/problem+json";

  static Problem of(int status, String detail, String requestId) {
    return new Problem("about:blank", HttpStatus.getMessage(status), status, detail, requestId);
  }
}
