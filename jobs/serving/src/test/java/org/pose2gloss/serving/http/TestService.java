package org.pose2gloss.serving.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.pose2gloss.landmarks.ExtractorOptions;
import org.pose2gloss.landmarks.LandmarkGraph;
import org.pose2gloss.serving.batch.BatchOptions;
import org.pose2gloss.serving.model.ModelSlot;
import org.pose2gloss.serving.model.ModelSource;
import org.pose2gloss.serving.trace.TraceOptions;
import org.pose2gloss.serving.trace.TraceStore;
import org.pose2gloss.serving.video.VideoOptions;

/** A service at a free port, and a client of it. */
final class TestService implements AutoCloseable {
  static final String JSON_TYPE = "application/json";
  static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http = HttpClient.newHttpClient();
  private final ModelSlot slot;
  private final PredictionService service;

  private TestService(ModelSlot slot, PredictionService service) {
    this.slot = slot;
    this.service = service;
  }

  static ServiceOptions options() {
    return new ServiceOptions(
        "127.0.0.1",
        0,
        Duration.ofSeconds(20),
        64,
        2 << 20,
        8,
        Duration.ofSeconds(20),
        new BatchOptions(1, 8, Duration.ZERO),
        video(),
        noTraces(),
        Optional.empty(),
        false,
        "",
        "letmein",
        List.of());
  }

  static TraceOptions noTraces() {
    return new TraceOptions(0, Duration.ofMinutes(1), 0);
  }

  /** Videos of 1 MB and 30 frames, one at a time. */
  static VideoOptions video() {
    return new VideoOptions(
        new ExtractorOptions(LandmarkGraph.HOLISTIC, 0.7f, 0.7f, 30, Duration.ofSeconds(30)),
        1 << 20,
        1,
        0);
  }

  /** With the source's model loaded, or found wanting. */
  static TestService start(ServiceOptions options, ModelSource source) {
    return start(options, source, TraceStore.none());
  }

  /** The same with a store of traces. */
  static TestService start(ServiceOptions options, ModelSource source, TraceStore store) {
    ModelSlot slot = new ModelSlot(source);
    slot.reload();
    return new TestService(slot, PredictionService.start(options, slot, store));
  }

  ModelSlot slot() {
    return slot;
  }

  /** Every method and path that is served, as {@code POST /predict}. */
  List<String> addresses() {
    return service.addresses();
  }

  URI uri(String path) {
    return service.uri().resolve(path);
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(30));
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return http.send(request.build(), BodyHandlers.ofString());
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(request(path));
  }

  HttpResponse<String> post(String path, String type, byte[] body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        request(path).header("Content-Type", type).POST(BodyPublishers.ofByteArray(body));
    return send(headers.length == 0 ? request : request.headers(headers));
  }

  static JsonNode json(HttpResponse<String> answer) throws IOException {
    return JSON.readTree(answer.body());
  }

  @Override
  public void close() {
    service.close();
    slot.close();
  }
}
