package org.pose2gloss.tracking;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;

/** Waits till a started server answers. */
final class Readiness {
  private static final long POLL_MILLIS = 150;
  private static final Duration REPORT_EVERY = Duration.ofSeconds(5);
  private static final int LOG_LINES = 12;

  private final URI uri;
  private final GuardedProcess process;
  private final Path log;
  private final MlflowServerOptions options;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(2))
          .build();

  Readiness(URI uri, GuardedProcess process, Path log, MlflowServerOptions options) {
    this.uri = uri;
    this.process = process;
    this.log = log;
    this.options = options;
  }

  /**
   * @throws TrackingException if the server ends or the time does
   */
  void await() {
    options
        .progress()
        .accept("MLflow starts at " + uri + "; the first start makes its database, too.");
    long start = System.nanoTime();
    long end = start + options.startTimeout().toNanos();
    long nextReport = start + REPORT_EVERY.toNanos();
    while (!answers()) {
      long now = System.nanoTime();
      if (!process.isAlive()) {
        throw failure("ended while it started");
      }
      if (now > end) {
        throw failure("did not answer within " + options.startTimeout().toSeconds() + " s");
      }
      if (now > nextReport) {
        options
            .progress()
            .accept("MLflow has been starting for " + (now - start) / 1_000_000_000 + " s.");
        nextReport += REPORT_EVERY.toNanos();
      }
      try {
        Thread.sleep(POLL_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw failure("was not waited for: the wait was interrupted");
      }
    }
    options.progress().accept("MLflow answers at " + uri + ".");
  }

  private boolean answers() {
    HttpRequest question =
        HttpRequest.newBuilder(uri.resolve("/health")).timeout(Duration.ofSeconds(5)).build();
    try {
      return http.send(question, BodyHandlers.discarding()).statusCode() == 200
          && process.isAlive();
    } catch (IOException e) {
      return false; // not yet
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private TrackingException failure(String what) {
    return new TrackingException(
        "MLflow at %s %s; its log %s ends with: %s"
            .formatted(uri, what, log, LogTail.of(log, LOG_LINES)));
  }
}
