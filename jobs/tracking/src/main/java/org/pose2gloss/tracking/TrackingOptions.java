package org.pose2gloss.tracking;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * How to speak with an MLflow server.
 *
 * @param requestTimeout longest wait for one answer; files get a second more per 256 KiB
 * @param patience for how long a request that did not reach the server, or that the server put off,
 *     is tried again
 * @param credentials who we are
 * @param tls whose word on who a server is counts
 * @param storage settings of Hadoop's file systems, for artifacts that do not pass through the
 *     server
 * @param outbox takes what a server that is away cannot; without one that is an exception
 */
public record TrackingOptions(
    Duration requestTimeout,
    Duration patience,
    Credentials credentials,
    Tls tls,
    Map<String, String> storage,
    Optional<Outbox> outbox) {

  public TrackingOptions {
    Objects.requireNonNull(credentials, "credentials");
    Objects.requireNonNull(tls, "tls");
    storage = Map.copyOf(storage);
    if (requestTimeout.isNegative() || requestTimeout.isZero()) {
      throw new IllegalArgumentException("requestTimeout must be positive, not " + requestTimeout);
    }
    if (patience.isNegative()) {
      throw new IllegalArgumentException("patience must not be negative, but is " + patience);
    }
  }

  /** A minute for an answer, 20 seconds of patience, credentials and TLS of the environment. */
  public static TrackingOptions defaults() {
    return new TrackingOptions(
        Duration.ofSeconds(60),
        Duration.ofSeconds(20),
        Credentials.fromEnvironment(System.getenv()),
        Tls.fromEnvironment(System.getenv()),
        Map.of(),
        Optional.empty());
  }

  public TrackingOptions withPatience(Duration newPatience) {
    return new TrackingOptions(requestTimeout, newPatience, credentials, tls, storage, outbox);
  }

  public TrackingOptions withOutbox(Outbox newOutbox) {
    return new TrackingOptions(
        requestTimeout, patience, credentials, tls, storage, Optional.of(newOutbox));
  }

  public TrackingOptions withStorage(Map<String, String> newStorage) {
    return new TrackingOptions(requestTimeout, patience, credentials, tls, newStorage, outbox);
  }

  /** Names the settings of storage, never a secret of theirs. */
  @Override
  public String toString() {
    return "TrackingOptions[" + credentials + ", storage=" + storage.keySet() + "]";
  }

  /**
   * User and password, or a token, or none of them (empty strings).
   *
   * @param username for basic authentication, together with {@code password}
   * @param password for basic authentication
   * @param token bearer token; used when there is no user
   */
  public record Credentials(String username, String password, String token) {

    /** The three variables that MLflow's own clients read. */
    public static Credentials fromEnvironment(Map<String, String> environment) {
      return new Credentials(
          environment.getOrDefault("MLFLOW_TRACKING_USERNAME", ""),
          environment.getOrDefault("MLFLOW_TRACKING_PASSWORD", ""),
          environment.getOrDefault("MLFLOW_TRACKING_TOKEN", ""));
    }

    boolean isBasic() {
      return !username.isEmpty() && !password.isEmpty();
    }

    boolean isBearer() {
      return !isBasic() && !token.isEmpty();
    }

    /** Names the user, never a secret. */
    @Override
    public String toString() {
      return isBasic() ? "user " + username : isBearer() ? "a token" : "no credentials";
    }
  }
}
