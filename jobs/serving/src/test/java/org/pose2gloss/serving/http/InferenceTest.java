package org.pose2gloss.serving.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
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

/**
 * The Open Inference Protocol, as its specification gives it
 * (github.com/kserve/open-inference-protocol).
 */
class InferenceTest {
  private static final String MODEL = "/v2/models/model";
  private static final Example CLIP = TestModel.clip(6, 3);

  @TempDir static Path folder;
  private static TestService service;
  private static float[] expected;

  @BeforeAll
  static void start() throws Exception {
    Path model = TestModel.make(folder, 1);
    service = TestService.start(TestService.options(), new FolderSource(model));
    try (GlossPredictor predictor = GlossPredictor.open(model.resolve("saved_model"))) {
      expected = predictor.predict(List.of(CLIP))[0];
    }
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @Test
  void theModelTellsItsInputAndOutput() throws Exception {
    JsonNode model = TestService.json(service.get(MODEL));
    assertThat(model.at("/inputs/0/name").asText()).isEqualTo("landmarks");
    assertThat(model.at("/inputs/0/shape").toString()).isEqualTo("[-1,-1,180,3]");
    assertThat(model.at("/outputs/0/shape").toString()).isEqualTo("[-1,7]");
    assertThat(service.get(MODEL + "/ready").statusCode()).isEqualTo(200);
    assertThat(service.get("/v2/health/ready").statusCode()).isEqualTo(200);
  }

  @Test
  void numbersInJsonAreAnsweredInJson() throws Exception {
    String request =
        "{\"id\": \"a\", \"inputs\": [{\"name\": \"landmarks\", \"datatype\": \"FP32\","
            + " \"shape\": [1, 6, 180, 3], \"data\": [%s]}]}"
                .formatted(TestModel.json(CLIP).replace("null", "[null,null,null]"));
    HttpResponse<String> answer = infer(request);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    JsonNode told = TestService.json(answer);
    assertThat(told.path("id").asText()).isEqualTo("a");
    for (int i = 0; i < expected.length; i++) {
      assertThat(told.at("/outputs/0/data/" + i).floatValue())
          .isEqualTo(expected[i], within(1e-5f));
    }
  }

  @Test
  void bytesBehindTheJsonAreAnsweredInBytes() throws Exception {
    float[] twice = Arrays.copyOf(CLIP.xyz(), 2 * CLIP.xyz().length);
    System.arraycopy(CLIP.xyz(), 0, twice, CLIP.xyz().length, CLIP.xyz().length);
    byte[] json =
        ("{\"inputs\": [{\"name\": \"landmarks\", \"datatype\": \"FP32\", \"shape\": [2, 6, 180, 3],"
                + " \"parameters\": {\"binary_data_size\": "
                + twice.length * Float.BYTES
                + "}}], \"outputs\": [{\"name\": \"probabilities\","
                + " \"parameters\": {\"binary_data\": true}}]}")
            .getBytes(UTF_8);
    ByteBuffer body =
        ByteBuffer.allocate(json.length + twice.length * Float.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put(json);
    body.asFloatBuffer().put(twice);

    HttpResponse<byte[]> answer =
        HttpClient.newHttpClient()
            .send(
                service
                    .request(MODEL + "/infer")
                    .header("Inference-Header-Content-Length", Integer.toString(json.length))
                    .POST(BodyPublishers.ofByteArray(body.array()))
                    .build(),
                BodyHandlers.ofByteArray());

    assertThat(answer.statusCode()).isEqualTo(200);
    int length =
        Integer.parseInt(
            answer.headers().firstValue("Inference-Header-Content-Length").orElseThrow());
    JsonNode told = TestService.JSON.readTree(answer.body(), 0, length);
    assertThat(told.at("/outputs/0/parameters/binary_data_size").asInt()).isEqualTo(2 * 7 * 4);
    ByteBuffer numbers =
        ByteBuffer.wrap(answer.body(), length, answer.body().length - length)
            .order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < 2 * expected.length; i++) {
      assertThat(numbers.getFloat()).isEqualTo(expected[i % expected.length], within(1e-5f));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[]|object with \"inputs\"",
        "{}|has no input",
        "{\"inputs\": 1}|must be lists",
        "{\"inputs\": [1]}|must be objects",
        "{\"inputs\": [{\"name\": \"mask\"}]}|takes one input",
        "{\"inputs\": [{\"name\": \"landmarks\", \"datatype\": \"INT8\"}]}|must be FP32",
        "{\"inputs\": [{\"name\": \"landmarks\", \"datatype\": \"FP32\", \"shape\": [1]}]}|[clips, frames, 180, 3]",
        "{\"inputs\": [{\"name\": \"landmarks\", \"datatype\": \"FP32\", \"shape\": [1,1,180,3], \"data\": [1]}]}|are 1 numbers",
        "{\"inputs\": [{\"name\": \"landmarks\", \"datatype\": \"FP32\", \"shape\": [1,1,180,3], \"data\": [[[[[1]]]]]}]}|list of numbers",
        "{\"inputs\": [{\"name\": \"landmarks\", \"datatype\": \"FP32\", \"shape\": [1,1,180,3]}]}|binary_data_size",
        "{\"inputs\": [{\"name\": \"landmarks\", \"datatype\": \"FP32\", \"shape\": [99999999999,1,180,3], \"data\": []}]}|more than 8 clips",
      })
  void aWrongRequestIsToldWhatToChangeInTheProtocolsForm(String request, String sentence)
      throws Exception {
    HttpResponse<String> answer = infer(request);
    assertThat(answer.statusCode()).isBetween(400, 413);
    assertThat(TestService.json(answer).path("error").asText()).contains(sentence);
  }

  @Test
  void anotherModelIsNotHere() throws Exception {
    HttpResponse<String> answer = service.get("/v2/models/other/versions/3");
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(TestService.json(answer).path("error").asText()).contains("no other model");
  }

  private static HttpResponse<String> infer(String request) throws Exception {
    return service.post(MODEL + "/infer", TestService.JSON_TYPE, request.getBytes(UTF_8));
  }
}
