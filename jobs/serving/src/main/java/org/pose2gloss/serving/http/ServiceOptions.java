package org.pose2gloss.serving.http;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.pose2gloss.serving.batch.BatchOptions;
import org.pose2gloss.serving.trace.TraceOptions;
import org.pose2gloss.serving.video.VideoOptions;

/**
 * How the service works.
 *
 * @param host address to listen at
 * @param port to listen at; 0: any that is free
 * @param timeLimit longest that a prediction may take once its request is read
 * @param mostFrames most frames of a clip
 * @param mostBytes most bytes of a request's body, unpacked
 * @param places most clips in the house at once
 * @param queueTime longest that a clip may have to wait for others, as fast as they are answered
 * @param batch how clips go through the network together
 * @param video which videos are taken and how
 * @param trace which requests leave a trace
 * @param tls how connections are encrypted; empty: they are not
 * @param accessLog whether each request is logged
 * @param apiKey what clients must send; empty: nothing
 * @param adminToken what those must send who ask for a reload; empty: nobody may
 * @param allowedOrigins origins whose pages may ask in a browser (CORS), {@code *} for any; empty:
 *     the service's own page alone
 */
public record ServiceOptions(
    String host,
    int port,
    Duration timeLimit,
    int mostFrames,
    long mostBytes,
    int places,
    Duration queueTime,
    BatchOptions batch,
    VideoOptions video,
    TraceOptions trace,
    Optional<TlsOptions> tls,
    boolean accessLog,
    String apiKey,
    String adminToken,
    List<String> allowedOrigins) {

  /** Keeps the origins as they are. */
  public ServiceOptions {
    allowedOrigins = List.copyOf(allowedOrigins);
  }

  /** Never tells the secrets. */
  @Override
  public String toString() {
    return host + ":" + port;
  }
}
