package org.pose2gloss.serving.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pose2gloss.serving.TestModel;
import org.pose2gloss.serving.batch.BatchOptions;
import org.pose2gloss.serving.model.FolderSource;

/** More is asked than the service takes. */
class LoadTest {
  private static final byte[] REQUEST =
      ("{\"landmarks\": " + TestModel.json(TestModel.clip(12, 4)) + "}").getBytes(UTF_8);

  @TempDir static Path folder;
  private static FolderSource source;

  @BeforeAll
  static void makeAModel() {
    source = new FolderSource(TestModel.make(folder, 1));
  }

  @Test
  void whatIsBeyondTheQueueIsTurnedAwayAtOnceAndToldWhenToTryAgain() throws Exception {
    ServiceOptions options = options(2, Duration.ofSeconds(20), "");
    try (TestService service = TestService.start(options, source);
        Socket first = unfinishedRequest(service.uri("/"));
        Socket second = unfinishedRequest(service.uri("/"))) {
      assertThat(first.isConnected() && second.isConnected()).isTrue();
      awaitInside(service, 2);
      HttpResponse<String> answer = service.post("/predict", TestService.JSON_TYPE, REQUEST);
      PredictTest.isProblem(answer, 429, "try again");
      assertThat(answer.headers().firstValue("Retry-After")).contains("1");
      first.close();
      second.close();
      // Those who have gone leave their places.
      awaitInside(service, 0);
      answer = service.post("/predict", TestService.JSON_TYPE, REQUEST);
      assertThat(answer.statusCode()).isEqualTo(200);
    }
  }

  @Test
  void manyAtOnceAreAllAnsweredAndGoThroughTogether() throws Exception {
    try (TestService service = TestService.start(options(64, Duration.ofSeconds(20), ""), source)) {
      ExecutorService clients = Executors.newFixedThreadPool(16);
      try {
        List<Callable<HttpResponse<String>>> requests = new ArrayList<>();
        for (int i = 0; i < 128; i++) {
          requests.add(() -> service.post("/predict", TestService.JSON_TYPE, REQUEST));
        }
        String answer = null;
        for (Future<HttpResponse<String>> sent : clients.invokeAll(requests)) {
          assertThat(sent.get().statusCode()).isEqualTo(200);
          answer = sent.get().body();
        }
        assertThat(answer).contains("predictions");
        String metrics = service.get("/metrics").body();
        assertThat(metrics).contains("pose2gloss_clips_inside 0.0");
        assertThat(Double.parseDouble(value(metrics, "pose2gloss_batch_size_count ")))
            .isLessThan(Double.parseDouble(value(metrics, "pose2gloss_batch_size_sum ")));
      } finally {
        clients.shutdownNow();
        assertThat(clients.awaitTermination(5, TimeUnit.SECONDS)).isTrue();
      }
    }
  }

  @Test
  void whatTakesTooLongIsToldToTryAgain() throws Exception {
    try (TestService service = TestService.start(options(8, Duration.ofNanos(1), ""), source)) {
      PredictTest.isProblem(
          service.post("/predict", TestService.JSON_TYPE, REQUEST), 503, "time limit");
    }
  }

  @Test
  void whoeverIsInsideIsAnsweredBeforeTheServiceEnds() throws Exception {
    TestService service = TestService.start(options(2, Duration.ofSeconds(20), ""), source);
    URI address = service.uri("/");
    try (Socket client = unfinishedRequest(address)) {
      awaitInside(service, 1);
      CompletableFuture<Void> ended = CompletableFuture.runAsync(service::close);
      awaitNoMoreTaken(address);
      assertThat(ended).isNotDone();
      client.getOutputStream().write(REQUEST, REQUEST.length / 2, (REQUEST.length + 1) / 2);
      String answer = new String(client.getInputStream().readAllBytes(), UTF_8);
      assertThat(answer).startsWith("HTTP/1.1 200 ").contains("predictions");
      ended.get(20, TimeUnit.SECONDS);
    }
  }

  private static void awaitNoMoreTaken(URI service) throws Exception {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (System.nanoTime() < end) {
      try (Socket socket = new Socket(service.getHost(), service.getPort())) {
        Thread.sleep(20);
      } catch (ConnectException e) {
        return;
      }
    }
    throw new AssertionError("The service still takes connections.");
  }

  @Test
  void pagesOfOtherOriginsAreToldNothingUnlessTheyAreAllowed() throws Exception {
    String origin = "https://pages.example";
    try (TestService service = TestService.start(TestService.options(), source)) {
      HttpResponse<String> answer =
          service.send(service.request("/metadata").header("Origin", origin));
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
    }
    try (TestService service =
        TestService.start(options(8, Duration.ofSeconds(20), "secret", List.of(origin)), source)) {
      // What a browser asks first is asked without the key.
      HttpResponse<String> before =
          service.send(
              service
                  .request("/predict")
                  .method("OPTIONS", BodyPublishers.noBody())
                  .header("Origin", origin)
                  .header("Access-Control-Request-Method", "POST")
                  .header("Access-Control-Request-Headers", "X-Api-Key, Content-Type"));
      assertThat(before.statusCode()).isEqualTo(200);
      assertThat(before.headers().firstValue("Access-Control-Allow-Origin")).contains(origin);
      assertThat(before.headers().firstValue("Access-Control-Allow-Headers").orElse(""))
          .containsIgnoringCase("X-Api-Key");
      HttpResponse<String> answer =
          service.post(
              "/predict", TestService.JSON_TYPE, REQUEST, "X-Api-Key", "secret", "Origin", origin);
      assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).contains(origin);
      HttpResponse<String> other =
          service.post(
              "/predict",
              TestService.JSON_TYPE,
              REQUEST,
              "X-Api-Key",
              "secret",
              "Origin",
              "https://elsewhere.example");
      assertThat(other.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
    }
  }

  @Test
  void theKeyIsAskedForWhereOneIsSet() throws Exception {
    try (TestService service =
        TestService.start(options(8, Duration.ofSeconds(20), "secret"), source)) {
      PredictTest.isProblem(service.get("/metadata"), 401, "X-Api-Key");
      PredictTest.isProblem(
          service.post("/predict", TestService.JSON_TYPE, REQUEST, "X-Api-Key", "secre"),
          401,
          "X-Api-Key");
      assertThat(service.get("/health").statusCode()).isEqualTo(200);
      assertThat(
              service
                  .post("/predict", TestService.JSON_TYPE, REQUEST, "X-Api-Key", "secret")
                  .statusCode())
          .isEqualTo(200);
    }
  }

  private static ServiceOptions options(int places, Duration timeLimit, String key) {
    return options(places, timeLimit, key, List.of());
  }

  private static ServiceOptions options(
      int places, Duration timeLimit, String key, List<String> origins) {
    return new ServiceOptions(
        "127.0.0.1",
        0,
        timeLimit,
        64,
        2 << 20,
        places,
        Duration.ofSeconds(20),
        new BatchOptions(1, 8, Duration.ZERO),
        TestService.video(),
        TestService.noTraces(),
        Optional.empty(),
        false,
        key,
        "",
        origins);
  }

  /** A client that has sent half of its clip. */
  private static Socket unfinishedRequest(URI service) throws Exception {
    Socket socket = new Socket(service.getHost(), service.getPort());
    OutputStream out = socket.getOutputStream();
    out.write(
        ("POST /predict HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                + "Connection: close\r\nContent-Length: "
                + REQUEST.length
                + "\r\n\r\n")
            .getBytes(UTF_8));
    out.write(REQUEST, 0, REQUEST.length / 2);
    out.flush();
    return socket;
  }

  /** A place is taken when a request is read, not when it is sent. */
  private static void awaitInside(TestService service, double clips) throws Exception {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    double inside;
    do {
      Thread.sleep(20);
      inside =
          Double.parseDouble(value(service.get("/metrics").body(), "pose2gloss_clips_inside "));
    } while (inside != clips && System.nanoTime() < end);
    assertThat(inside).isEqualTo(clips);
  }

  private static String value(String metrics, String name) {
    return metrics
        .lines()
        .filter(line -> line.startsWith(name))
        .findFirst()
        .orElseThrow()
        .substring(name.length());
  }
}
