package org.pose2gloss.serving.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pose2gloss.classifier.Example;
import org.pose2gloss.classifier.inference.GlossPredictor;
import org.pose2gloss.serving.TestModel;
import org.pose2gloss.serving.model.FolderSource;

/** Real requests to a real service with a real, if small, model. */
class PredictTest {
  private static final Example CLIP = TestModel.clip(12, 77);

  @TempDir static Path folder;
  private static TestService service;
  private static GlossPredictor predictor;

  @BeforeAll
  static void start() throws IOException {
    Path model = TestModel.make(folder, 1);
    service = TestService.start(TestService.options(), new FolderSource(model));
    predictor = GlossPredictor.open(model.resolve("saved_model"));
  }

  @AfterAll
  static void stop() {
    service.close();
    predictor.close();
  }

  @Test
  void theAnswerIsThePredictorsLikeliestGlossesInOrder() throws Exception {
    HttpResponse<String> answer = predict(CLIP, 3);
    assertThat(answer.statusCode()).isEqualTo(200);
    JsonNode predictions = TestService.json(answer).path("predictions");
    float[] expected = predictor.predict(List.of(CLIP))[0];
    assertThat(predictions).hasSize(3);
    float[] sorted = expected.clone();
    Arrays.sort(sorted);
    for (int i = 0; i < 3; i++) {
      float score = predictions.get(i).path("score").floatValue();
      int place = TestModel.glosses().indexOf(predictions.get(i).path("gloss").asText());
      assertThat(score).isEqualTo(sorted[sorted.length - 1 - i], within(1e-5f));
      assertThat(score).isEqualTo(expected[place], within(1e-5f));
    }
  }

  @Test
  void everyFormOfTheSameClipGetsTheSameAnswer() throws Exception {
    JsonNode json = TestService.json(predict(CLIP, 7)).path("predictions");
    byte[] numbers = bytes(CLIP);
    HttpResponse<String> raw =
        service.post("/predict?top_n=7", ClipRequests.RAW, numbers, ClipRequests.SHAPE, "12,180,3");
    HttpResponse<String> packed =
        service.post(
            "/predict?top_n=7",
            ClipRequests.RAW,
            gzip(numbers),
            ClipRequests.SHAPE,
            "12,180,3",
            "Content-Encoding",
            "gzip");
    assertThat(TestService.json(raw).path("predictions")).isEqualTo(json);
    assertThat(TestService.json(packed).path("predictions")).isEqualTo(json);
  }

  @Test
  void aClipIsCutToTheFramesOfTheModelsPreparation() throws Exception {
    Example longer = TestModel.clip(TestModel.MAX_FRAMES + 9, 5);
    int size = TestModel.MAX_FRAMES * TestModel.POINTS * Example.CHANNELS;
    Example cut = new Example("cut", 0, TestModel.MAX_FRAMES, Arrays.copyOf(longer.xyz(), size));
    assertThat(TestService.json(predict(longer, 7)).path("predictions"))
        .isEqualTo(TestService.json(predict(cut, 7)).path("predictions"));
  }

  @Test
  void fiveGlossesAreAnsweredWhereTheRequestDoesNotSay() throws Exception {
    String body = "{\"landmarks\": " + TestModel.json(CLIP) + "}";
    HttpResponse<String> answer =
        service.post("/predict", TestService.JSON_TYPE, body.getBytes(UTF_8));
    assertThat(TestService.json(answer).path("predictions")).hasSize(5);
    assertThat(TestService.json(answer).path("model").path("version").asText()).isNotEmpty();
    // As with the other forms, the address may say.
    answer = service.post("/predict?top_n=2", TestService.JSON_TYPE, body.getBytes(UTF_8));
    assertThat(TestService.json(answer).path("predictions")).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "application/json|{\"landmarks\": [[null]]}|400|has 1 points; the model takes 180",
        "application/json|[1|400|must give an object",
        "text/plain|hello|415|application/x-npy",
        "application/x-npy|hello|400|numpy.save",
        "application/octet-stream|hello|400|X-Shape",
      })
  void aWrongRequestIsToldWhatToChange(String type, String body, int status, String detail)
      throws Exception {
    HttpResponse<String> answer = service.post("/predict", type, body.getBytes(UTF_8));
    isProblem(answer, status, detail);
  }

  @Test
  void whatIsLargerThanAllowedIsRefusedWithoutReadingIt() throws Exception {
    isProblem(
        service.post("/predict", TestService.JSON_TYPE, new byte[3 << 20]), 413, "larger than");
  }

  @Test
  void aZipBombIsRefused() throws Exception {
    String bomb = "{\"landmarks\": [" + " ".repeat(50_000_000);
    HttpResponse<String> answer =
        service.post(
            "/predict",
            TestService.JSON_TYPE,
            gzip(bomb.getBytes(UTF_8)),
            "Content-Encoding",
            "gzip");
    isProblem(answer, 413, "unpacks to more than");
  }

  @Test
  void damagedGzipIsSaidToBeSo() throws Exception {
    byte[] packed = gzip(bytes(CLIP));
    for (byte[] damaged :
        List.of(Arrays.copyOf(packed, packed.length / 2), "hello".getBytes(UTF_8))) {
      HttpResponse<String> answer =
          service.post(
              "/predict",
              ClipRequests.RAW,
              damaged,
              ClipRequests.SHAPE,
              "12,180,3",
              "Content-Encoding",
              "gzip");
      isProblem(answer, 400, "gzip");
    }
  }

  @Test
  void aBodyThatEndsEarlyIsSaidToBeSo() throws Exception {
    try (Socket socket = new Socket(service.uri("/").getHost(), service.uri("/").getPort())) {
      socket
          .getOutputStream()
          .write(
              ("POST /predict HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                      + "Content-Length: 1000\r\n\r\n{\"landmarks\": [[")
                  .getBytes(UTF_8));
      socket.shutdownOutput();
      assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
          .startsWith("HTTP/1.1 400")
          .contains("ended before it was whole");
    }
  }

  @Test
  void anUnknownAddressAndAWrongMethodAreProblemsToo() throws Exception {
    isProblem(service.get("/nowhere"), 404, "/openapi.json");
    HttpResponse<String> answer = service.get("/predict");
    isProblem(answer, 405, "GET is not what /predict takes");
    assertThat(answer.headers().firstValue("Allow")).contains("POST");
  }

  @Test
  void aRequestKeepsTheIdThatItsClientGave() throws Exception {
    HttpResponse<String> answer =
        service.send(
            service
                .request("/predict")
                .header(RequestIds.HEADER, "mine-1")
                .POST(BodyPublishers.ofString("x")));
    assertThat(answer.headers().firstValue(RequestIds.HEADER)).contains("mine-1");
    assertThat(TestService.json(answer).path("request_id").asText()).isEqualTo("mine-1");
  }

  @Test
  void metadataTellsWhatTheModelIs() throws Exception {
    JsonNode metadata = TestService.json(service.get("/metadata"));
    assertThat(metadata.path("labels")).hasSize(TestModel.glosses().size());
    assertThat(metadata.path("points").asInt()).isEqualTo(TestModel.POINTS);
    assertThat(metadata.path("landmarks").asText()).isEqualTo("wlasl180");
    assertThat(metadata.path("max_frames").asInt()).isEqualTo(TestModel.MAX_FRAMES);
    assertThat(metadata.path("run_id").asText()).isEqualTo("0123456789abcdef");
    assertThat(metadata.path("provenance").path("seed").asInt()).isEqualTo(1);
  }

  @Test
  void metricsCountRequestsByAddressAndStatus() throws Exception {
    predict(CLIP, 1);
    String metrics = service.get("/metrics").body();
    assertThat(metrics)
        .containsPattern("http_server_requests_seconds_count\\{.*status=\"200\",uri=\"/predict\"")
        .contains("pose2gloss_model_ready 1.0")
        .contains("pose2gloss_clips_most 8.0")
        .contains("pose2gloss_batch_size_count");
  }

  @Test
  void healthIsReady() throws Exception {
    assertThat(service.get("/health/live").statusCode()).isEqualTo(200);
    HttpResponse<String> ready = service.get("/health");
    assertThat(ready.statusCode()).isEqualTo(200);
    assertThat(TestService.json(ready).path("model_loaded").asBoolean()).isTrue();
  }

  private static HttpResponse<String> predict(Example clip, int topN) throws Exception {
    String body = "{\"landmarks\": " + TestModel.json(clip) + ", \"top_n\": " + topN + "}";
    return service.post("/predict", TestService.JSON_TYPE, body.getBytes(UTF_8));
  }

  static void isProblem(HttpResponse<String> answer, int status, String detail) throws IOException {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type").orElse(""))
        .startsWith(Problem.MEDIA_TYPE);
    JsonNode problem = TestService.json(answer);
    assertThat(problem.path("status").asInt()).isEqualTo(status);
    assertThat(problem.path("detail").asText()).contains(detail);
  }

  private static byte[] bytes(Example clip) {
    ByteBuffer buffer =
        ByteBuffer.allocate(clip.xyz().length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    buffer.asFloatBuffer().put(clip.xyz());
    return buffer.array();
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    }
    return packed.toByteArray();
  }
}
