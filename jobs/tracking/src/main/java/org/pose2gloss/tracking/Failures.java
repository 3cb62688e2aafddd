package org.pose2gloss.tracking;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/** Turns what a server or the network said into one sentence that names the server. */
final class Failures {
  /** Statuses with which a server or the proxy before it says "not now": nothing was done. */
  private static final int TOO_MANY_REQUESTS = 429;

  private static final int UNAVAILABLE = 503;

  private static final int CLIENT_ERROR = 400;
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int SERVER_ERROR = 500;

  private static final int LONGEST_MESSAGE = 600;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final URI server;
  private final Duration timeout;

  Failures(URI server, Duration timeout) {
    this.server = server;
    this.timeout = timeout;
  }

  URI server() {
    return server;
  }

  TrackingException because(String sentence) {
    return new TrackingException("MLflow at " + server + ": " + sentence);
  }

  /** The exception for an answer of status 400 or more. */
  RuntimeException ofAnswer(String task, int status, String body, Throwable cause) {
    String code = "";
    String message = body == null ? "" : body;
    try {
      JsonNode answer = JSON.readTree(message);
      if (answer != null && answer.isObject()) {
        code = answer.path("error_code").asText("");
        message = answer.path("message").asText(message);
      }
    } catch (JsonProcessingException e) {
      message = message.replaceAll("<[^>]*>", " "); // a proxy's page, not MLflow's answer
    }
    message = oneLine(message);
    String advice =
        status == UNAUTHORIZED || status == FORBIDDEN
            ? " Set MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or"
                + " MLFLOW_TRACKING_TOKEN."
            : "";
    TrackingException sentence =
        new TrackingException(
            "MLflow at %s could not %s (status %d%s): %s%s"
                .formatted(
                    server,
                    task,
                    status,
                    code.isEmpty() ? "" : ", " + code,
                    message.isEmpty() ? "no reason given." : message,
                    advice),
            code,
            kind(status, code),
            cause);
    return status == TOO_MANY_REQUESTS || status == UNAVAILABLE ? new NotTaken(sentence) : sentence;
  }

  /**
   * What is not MLflow's own refusal may pass: a proxy's page, a gateway that is being repaired,
   * credentials that have run out.
   */
  private static TrackingException.Kind kind(int status, String code) {
    boolean ofMlflow = !code.isEmpty() && status >= CLIENT_ERROR && status < SERVER_ERROR;
    return ofMlflow && status != TOO_MANY_REQUESTS && status != UNAUTHORIZED && status != FORBIDDEN
        ? TrackingException.Kind.REFUSED
        : TrackingException.Kind.AWAY;
  }

  /** The exception for an answer that is none of MLflow's. */
  TrackingException ofNonsense(String sentence, Throwable cause) {
    return new TrackingException(sentence, "", TrackingException.Kind.AWAY, cause);
  }

  /** The exception for a question that got no answer. */
  RuntimeException ofSilence(String task, Throwable cause) {
    boolean slow =
        cause instanceof TimeoutException || cause instanceof java.net.http.HttpTimeoutException;
    String reason = slow ? "no answer within " + timeout.toSeconds() + " s" : reason(cause);
    String advice =
        isUntrusted(cause)
            ? "Its certificate is not trusted: set MLFLOW_TRACKING_SERVER_CERT_PATH to a file with"
                + " those of the authority that signed it."
            : "Check that it runs (bin/pose2gloss mlflow starts one) and that tracking.uri names"
                + " it.";
    TrackingException sentence =
        new TrackingException(
            "MLflow at %s cannot be reached to %s (%s). %s".formatted(server, task, reason, advice),
            "",
            TrackingException.Kind.AWAY,
            cause);
    return neverSent(cause) ? new NotTaken(sentence) : sentence;
  }

  /** The exception for a file that could not be read or written on this machine. */
  TrackingException ofFile(String task, IOException cause) {
    return new TrackingException(
        "MLflow at %s could not %s (%s).".formatted(server, task, reason(cause)), cause);
  }

  private static boolean isUntrusted(Throwable cause) {
    for (Throwable t = cause; t != null; t = t.getCause()) {
      if (t instanceof CertificateException || t instanceof CertPathBuilderException) {
        return true;
      }
    }
    return false;
  }

  private static boolean neverSent(Throwable cause) {
    for (Throwable t = cause; t != null; t = t.getCause()) {
      if (t instanceof ConnectException || t instanceof HttpConnectTimeoutException) {
        return true;
      }
    }
    return false;
  }

  private static String reason(Throwable cause) {
    Throwable deepest = cause;
    for (Throwable t = cause; t != null; t = t.getCause()) {
      if (t instanceof UnresolvedAddressException) {
        return "its host name is not known";
      }
      if (t.getMessage() != null) {
        deepest = t;
      }
    }
    String message = deepest.getMessage();
    String kind = deepest.getClass().getSimpleName();
    if (message == null) {
      return deepest instanceof ConnectException ? "connection refused" : kind;
    }
    return oneLine(deepest instanceof ConnectException ? message : kind + ": " + message);
  }

  private static String oneLine(String text) {
    String line = text.replaceAll("\\s+", " ").strip();
    return line.length() <= LONGEST_MESSAGE ? line : line.substring(0, LONGEST_MESSAGE) + "…";
  }

  /** The server did nothing with the question: asking again is safe. */
  static final class NotTaken extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final TrackingException sentence;

    NotTaken(TrackingException sentence) {
      super(sentence);
      this.sentence = sentence;
    }

    TrackingException sentence() {
      return sentence;
    }
  }
}
