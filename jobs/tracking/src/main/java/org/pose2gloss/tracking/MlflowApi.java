package org.pose2gloss.tracking;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.mlflow.tracking.MlflowClient;

/** One server, spoken to by MLflow's Java client and, where that lacks a call, by plain REST. */
final class MlflowApi implements AutoCloseable {
  /** Where the REST interface lies under the server's address. */
  static final String MLFLOW = "/api/2.0/mlflow/";

  /** MLflow's codes for what is not there, and for what is there already. */
  static final String ABSENT = "RESOURCE_DOES_NOT_EXIST";

  static final String PRESENT = "RESOURCE_ALREADY_EXISTS";

  private final Failures failures;
  private final Attempts attempts;
  private final ClientCalls client;
  private final RestCalls rest;
  private final TrackingOptions options;

  MlflowApi(URI server, TrackingOptions options) {
    URI address = checked(server);
    this.options = options;
    failures = new Failures(address, options.requestTimeout());
    attempts = new Attempts(options.patience());
    rest = new RestCalls(address, options, failures);
    client = new ClientCalls(address, options, failures);
  }

  private MlflowApi(MlflowApi shared, Attempts attempts) {
    failures = shared.failures;
    client = shared.client;
    rest = shared.rest;
    options = shared.options;
    this.attempts = attempts;
  }

  /** The same server over the same connections, asked once only each time. */
  MlflowApi once() {
    return new MlflowApi(this, new Attempts(Duration.ZERO));
  }

  URI server() {
    return failures.server();
  }

  TrackingOptions options() {
    return options;
  }

  TrackingException failure(String sentence) {
    return failures.because(sentence);
  }

  /** Asks by MLflow's client; {@code task} is what the sentence says when it fails. */
  <T> T ask(String task, Function<MlflowClient, T> question) {
    return attempts.of(() -> client.ask(task, question));
  }

  /** GET of an MLflow endpoint, as {@code registered-models/alias}. */
  JsonNode get(String task, String endpoint, Map<String, String> query) {
    return attempts.of(() -> rest.send(task, "GET", MLFLOW + endpoint, query, null));
  }

  /** POST, PATCH or DELETE of a JSON object to an MLflow endpoint. */
  JsonNode send(String task, String method, String endpoint, Object body) {
    return attempts.of(() -> rest.send(task, method, MLFLOW + endpoint, Map.of(), body));
  }

  /** GET of a whole path under another address, as an artifact listing. */
  JsonNode getAt(String task, URI base, String path, Map<String, String> query) {
    return attempts.of(() -> rest.sendAt(task, "GET", base, path, query, null));
  }

  void upload(String task, URI base, String path, Path file) {
    attempts.of(
        () -> {
          rest.upload(task, base, path, file);
          return true;
        });
  }

  void download(String task, URI base, String path, long bytes, Path target) {
    attempts.of(
        () -> {
          rest.download(task, base, path, bytes, target);
          return true;
        });
  }

  @Override
  public void close() {
    client.close();
  }

  /** Tags as MLflow's JSON has them. */
  static List<Map<String, String>> pairs(Map<String, String> tags) {
    return tags.entrySet().stream()
        .map(tag -> Map.of("key", tag.getKey(), "value", tag.getValue()))
        .toList();
  }

  /** The opposite: by name, what JSON lists. */
  static Map<String, String> tags(JsonNode pairs) {
    Map<String, String> tags = new TreeMap<>();
    pairs.forEach(tag -> tags.put(tag.path("key").asText(), tag.path("value").asText()));
    return tags;
  }

  private static URI checked(URI server) {
    String scheme = server.getScheme() == null ? "" : server.getScheme().toLowerCase(Locale.ROOT);
    if (!(scheme.equals("http") || scheme.equals("https")) || server.getHost() == null) {
      throw new TrackingException(
          "MLflow's address must be like http://127.0.0.1:5000, but tracking.uri is '"
              + server
              + "'.");
    }
    String text = server.toString();
    while (text.endsWith("/")) {
      text = text.substring(0, text.length() - 1);
    }
    return URI.create(text);
  }
}
