package org.pose2gloss.tracking;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/** MLflow's REST interface: JSON questions, and files that are streamed, never held in memory. */
final class RestCalls {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Slowest transfer that is still waited for. */
  private static final long SLOWEST_BYTES_PER_SECOND = 256 * 1024;

  private final URI server;
  private final TrackingOptions options;
  private final Failures failures;
  private final HttpClient http;

  RestCalls(URI server, TrackingOptions options, Failures failures) {
    this.server = server;
    this.options = options;
    this.failures = failures;
    // HTTP/1.1: MLflow's server speaks nothing newer, and an upgrade offer costs it a warning.
    http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .sslContext(options.tls().context())
            .connectTimeout(options.requestTimeout())
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  JsonNode send(String task, String method, String path, Map<String, String> query, Object body) {
    return sendAt(task, method, server, path, query, body);
  }

  /** Sends {@code body} (null for none) as JSON to an address and gives the answer's JSON. */
  JsonNode sendAt(
      String task, String method, URI base, String path, Map<String, String> query, Object body) {
    try {
      HttpRequest.Builder request = request(base, path, query, options.requestTimeout());
      if (body == null) {
        request.method(method, BodyPublishers.noBody());
      } else {
        request
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)));
      }
      String text =
          answer(task, request.build(), options.requestTimeout(), BodyHandlers.ofString());
      return text.isBlank() ? MissingNode.getInstance() : JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw failures.ofNonsense(
          "What answers at %s is not MLflow: asked to %s, it did not answer in JSON."
              .formatted(server, task),
          e);
    }
  }

  /** PUTs a file's bytes. */
  void upload(String task, URI base, String path, Path file) {
    try {
      Duration limit = transferLimit(Files.size(file));
      HttpRequest request =
          request(base, path, Map.of(), limit)
              .header("Content-Type", "application/octet-stream")
              .PUT(BodyPublishers.ofFile(file))
              .build();
      answer(task, request, limit, BodyHandlers.ofString());
    } catch (IOException e) {
      throw failures.ofFile(task, e);
    }
  }

  /** GETs {@code bytes} bytes into a file, in place of what it holds. */
  void download(String task, URI base, String path, long bytes, Path target) {
    Duration limit = transferLimit(bytes);
    BodyHandler<Path> toFile =
        head ->
            head.statusCode() == 200
                ? BodySubscribers.ofFile(target, CREATE, WRITE, TRUNCATE_EXISTING)
                : BodySubscribers.mapping(
                    BodySubscribers.ofString(StandardCharsets.UTF_8),
                    text -> {
                      throw new Refusal(head.statusCode(), text);
                    });
    answer(task, request(base, path, Map.of(), limit).GET().build(), limit, toFile);
    try {
      long written = Files.size(target);
      if (written != bytes) {
        throw failures.because(
            "asked to %s, it announced %d bytes and sent %d.".formatted(task, bytes, written));
      }
    } catch (IOException e) {
      throw failures.ofFile(task, e);
    }
  }

  private <T> T answer(String task, HttpRequest request, Duration limit, BodyHandler<T> handler) {
    CompletableFuture<HttpResponse<T>> sent = http.sendAsync(request, handler);
    try {
      // The request's own limit ends with the answer's head; this one covers its body too.
      HttpResponse<T> answer = sent.get(limit.toMillis(), TimeUnit.MILLISECONDS);
      if (answer.statusCode() >= 300) {
        throw failures.ofAnswer(
            task, answer.statusCode(), String.valueOf(answer.body()), /* cause= */ null);
      }
      return answer.body();
    } catch (TimeoutException e) {
      sent.cancel(true);
      throw failures.ofSilence(task, e);
    } catch (InterruptedException e) {
      sent.cancel(true);
      Thread.currentThread().interrupt();
      throw failures.because("the wait was interrupted (to " + task + ").");
    } catch (ExecutionException e) {
      for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
        if (cause instanceof Refusal refusal) {
          throw failures.ofAnswer(task, refusal.status, refusal.getMessage(), refusal);
        }
      }
      throw failures.ofSilence(task, e.getCause());
    }
  }

  private HttpRequest.Builder request(
      URI base, String path, Map<String, String> query, Duration limit) {
    String parameters =
        query.entrySet().stream()
            .map(entry -> encoded(entry.getKey()) + "=" + encoded(entry.getValue()))
            .collect(Collectors.joining("&"));
    URI address = URI.create(base + path + (parameters.isEmpty() ? "" : "?" + parameters));
    HttpRequest.Builder request = HttpRequest.newBuilder(address).timeout(limit);
    if (!server.getHost().equals(base.getHost())) {
      return request; // an artifact address may name any host: our credentials are not for it
    }
    TrackingOptions.Credentials who = options.credentials();
    if (who.isBasic()) {
      byte[] pair = (who.username() + ":" + who.password()).getBytes(StandardCharsets.UTF_8);
      request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair));
    } else if (who.isBearer()) {
      request.header("Authorization", "Bearer " + who.token());
    }
    return request;
  }

  private Duration transferLimit(long bytes) {
    return options.requestTimeout().plusSeconds(Math.max(0, bytes) / SLOWEST_BYTES_PER_SECOND);
  }

  /** One segment of a path, or a query's word, as an address carries it. */
  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** A download's answer that is no file. */
  private static final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;

    Refusal(int status, String body) {
      super(body);
      this.status = status;
    }
  }
}
