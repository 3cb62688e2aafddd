package org.pose2gloss.serving.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pose2gloss.classifier.Example;
import org.pose2gloss.classifier.inference.GlossPredictor;
import org.pose2gloss.serving.TestModel;
import org.pose2gloss.serving.model.ModelReference;
import org.pose2gloss.serving.model.ModelSource;

/** Another model takes over. */
class ReloadTest {
  private static final Example CLIP = TestModel.clip(9, 4);
  private static final byte[] REQUEST =
      ("{\"landmarks\": " + TestModel.json(CLIP) + ", \"top_n\": 1}").getBytes(UTF_8);

  @TempDir static Path folder;
  private static Path first;
  private static Path second;

  /** An alias that the test moves. */
  private static final class Alias implements ModelSource {
    private final Map<Integer, Path> versions;
    private volatile int version = 1;

    Alias(Path first, Path second) {
      this.versions = new ConcurrentHashMap<>(Map.of(1, first, 2, second));
    }

    @Override
    public ModelReference current() {
      return new ModelReference("signs", Integer.toString(version), "", Map.of());
    }

    @Override
    public Path fetch(ModelReference model, Path unused) {
      return versions.get(Integer.parseInt(model.version()));
    }
  }

  @BeforeAll
  static void makeTwoModels() {
    first = TestModel.make(folder.resolve("first"), 1);
    second = TestModel.make(folder.resolve("second"), 2);
  }

  @Test
  void theNewModelTakesOverUnderLoadWithoutAFailedRequest() throws Exception {
    Alias alias = new Alias(first, second);
    Map<String, Float> scores = Map.of("1", best(first), "2", best(second));
    ConcurrentLinkedQueue<String> problems = new ConcurrentLinkedQueue<>();
    Map<String, Integer> answers = new ConcurrentHashMap<>();
    AtomicBoolean on = new AtomicBoolean(true);
    ExecutorService clients = Executors.newFixedThreadPool(4);
    try (TestService service = TestService.start(TestService.options(), alias)) {
      List.of(0, 1, 2, 3)
          .forEach(
              client ->
                  clients.execute(
                      () -> {
                        while (on.get()) {
                          ask(service, scores, answers, problems);
                        }
                      }));
      for (int i = 0; i < 6; i++) {
        Thread.sleep(150);
        alias.version = 2 - i % 2;
        assertThat(service.slot().reload().problem()).isEmpty();
      }
      on.set(false);
      clients.shutdown();
      assertThat(clients.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(problems).isEmpty();
    assertThat(answers).containsOnlyKeys("1", "2");
  }

  private static void ask(
      TestService service,
      Map<String, Float> scores,
      Map<String, Integer> answers,
      ConcurrentLinkedQueue<String> problems) {
    try {
      HttpResponse<String> answer = service.post("/predict", TestService.JSON_TYPE, REQUEST);
      JsonNode told = TestService.json(answer);
      String version = told.at("/model/version").asText();
      float score = told.at("/predictions/0/score").floatValue();
      if (answer.statusCode() != 200 || Math.abs(score - scores.get(version)) > 1e-4) {
        problems.add(answer.body());
      }
      answers.merge(version, 1, Integer::sum);
    } catch (IOException e) {
      problems.add(e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static float best(Path model) throws IOException {
    try (GlossPredictor predictor = GlossPredictor.open(model.resolve("saved_model"))) {
      float[] answer = predictor.predict(List.of(CLIP))[0];
      return (float)
          IntStream.range(0, answer.length).mapToDouble(i -> answer[i]).max().orElseThrow();
    }
  }

  @Test
  void aModelThatDoesNotLoadLeavesTheOldOneInServiceAndIsSaid() throws Exception {
    staysWithTheFirst(withoutGraph("broken"), "does not load");
  }

  private static Path withoutGraph(String name) throws IOException {
    Path broken = Files.createDirectories(folder.resolve(name + "/saved_model")).getParent();
    Files.writeString(broken.resolve("saved_model/saved_model.pb"), "no graph");
    Files.copy(first.resolve("MLmodel"), broken.resolve("MLmodel"));
    return broken;
  }

  @Test
  void aModelThatAnswersItsStoredExampleOtherwiseIsNotTaken() throws Exception {
    Path changed = folder.resolve("changed");
    Files.createDirectories(changed);
    for (String name : List.of("input_example.json", "saved_model")) {
      Files.createSymbolicLink(changed.resolve(name), second.resolve(name));
    }
    String description = Files.readString(second.resolve("MLmodel"));
    Files.writeString(
        changed.resolve("MLmodel"),
        description.replace(
            "  pose2gloss:\n", "  pose2gloss:\n    example_answers: \"answers.json\"\n"));
    Files.writeString(
        changed.resolve("answers.json"), "{\"probabilities\": [[0.9, 0.1, 0, 0, 0, 0, 0]]}");
    staysWithTheFirst(changed, "fails its self-test");
  }

  @Test
  void whyAModelWasNotTakenIsSaidAgainWhenTheAliasComesBackToIt() throws Exception {
    Alias alias = new Alias(first, withoutGraph("again"));
    try (TestService service = TestService.start(TestService.options(), alias)) {
      alias.version = 2;
      assertThat(service.slot().reload().problem()).contains("does not load");
      alias.version = 1;
      assertThat(service.slot().reload().problem()).isEmpty();
      alias.version = 2;
      service.slot().watch(Duration.ofMillis(20));
      for (int i = 0; i < 500 && service.slot().status().problem().isEmpty(); i++) {
        Thread.sleep(20);
      }
      assertThat(service.slot().status().problem()).contains("does not load");
    }
  }

  private static void staysWithTheFirst(Path next, String problem) throws Exception {
    Alias alias = new Alias(first, next);
    try (TestService service = TestService.start(TestService.options(), alias)) {
      alias.version = 2;
      HttpResponse<String> ordered =
          service.post(
              "/admin/reload", "text/plain", new byte[0], "Authorization", "Bearer letmein");
      PredictTest.isProblem(ordered, 503, problem);
      HttpResponse<String> health = service.get("/health");
      assertThat(health.statusCode()).isEqualTo(200);
      assertThat(TestService.json(health).path("problem").asText()).contains(problem);
      assertThat(TestService.json(health).at("/model/version").asText()).isEqualTo("1");
      assertThat(service.post("/predict", TestService.JSON_TYPE, REQUEST).statusCode())
          .isEqualTo(200);
      assertThat(service.get("/metrics").body()).contains("pose2gloss_model_problem 1.0");
    }
  }

  @Test
  void aReloadIsForThoseWithTheTokenAlone() throws Exception {
    Alias alias = new Alias(first, second);
    try (TestService service = TestService.start(TestService.options(), alias)) {
      PredictTest.isProblem(
          service.post("/admin/reload", "text/plain", new byte[0]), 401, "Bearer");
      alias.version = 2;
      HttpResponse<String> ordered =
          service.post(
              "/admin/reload", "text/plain", new byte[0], "Authorization", "Bearer letmein");
      assertThat(ordered.statusCode()).isEqualTo(200);
      assertThat(TestService.json(ordered).path("version").asText()).isEqualTo("2");
    }
  }

  @Test
  void withoutAModelTheServiceLivesAndIsNotReady() throws Exception {
    Alias nothing = new Alias(folder.resolve("nothing"), second);
    try (TestService service = TestService.start(TestService.options(), nothing)) {
      assertThat(service.get("/health/live").statusCode()).isEqualTo(200);
      assertThat(service.get("/health/ready").statusCode()).isEqualTo(503);
      PredictTest.isProblem(
          service.post("/predict", TestService.JSON_TYPE, REQUEST), 503, "There is no model in");
    }
  }
}
