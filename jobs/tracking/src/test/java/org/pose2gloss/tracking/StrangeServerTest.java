package org.pose2gloss.tracking;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Servers as no MLflow is: absent, silent, forbidding, busy, hostile. */
@Timeout(30)
class StrangeServerTest {
  private static final TrackingOptions IMPATIENT =
      impatient(new TrackingOptions.Credentials("", "", ""));

  @TempDir Path folder;
  private final Deque<Answer> answers = new ArrayDeque<>();
  private final List<String> authorizations = Collections.synchronizedList(new ArrayList<>());
  private final List<String> paths = Collections.synchronizedList(new ArrayList<>());
  private HttpServer server;
  private URI uri;

  private record Answer(int status, String body) {}

  private static TrackingOptions impatient(TrackingOptions.Credentials who) {
    return new TrackingOptions(
        Duration.ofSeconds(1),
        Duration.ofMillis(300),
        who,
        new Tls(/* isInsecure= */ false, /* authorities= */ ""),
        Map.of(),
        Optional.empty());
  }

  @BeforeEach
  void listen() throws Exception {
    listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  private void listen(InetSocketAddress address) throws Exception {
    server = HttpServer.create(address, 0);
    server.createContext(
        "/",
        exchange -> {
          paths.add(exchange.getRequestURI().getPath());
          authorizations.add(
              String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
          Answer answer = answers.size() > 1 ? answers.remove() : answers.element();
          byte[] body = answer.body().getBytes(UTF_8);
          exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void anAbsentServerIsNamedWithinTheTimeGiven() {
    server.stop(0);
    long start = System.nanoTime();
    try (Tracking tracking = Tracking.connect(uri, IMPATIENT)) {
      assertThatThrownBy(() -> tracking.experiment("any"))
          .isInstanceOf(TrackingException.class)
          .hasMessageStartingWith("MLflow at " + uri + " cannot be reached to find the experiment")
          .hasMessageContaining("bin/pose2gloss mlflow");
      assertThatThrownBy(() -> tracking.metrics("0123"))
          .isInstanceOf(TrackingException.class)
          .hasMessageContaining("cannot be reached to read the run 0123");
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
  }

  @Test
  void aSilentServerIsGivenUp() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Tracking tracking =
            Tracking.connect(URI.create("http://127.0.0.1:" + silent.getLocalPort()), IMPATIENT)) {
      assertThatThrownBy(() -> tracking.metrics("0123"))
          .hasMessageContaining("no answer within 1 s");
      assertThatThrownBy(() -> tracking.experiment("a"))
          .hasMessageContaining("no answer within 1 s");
    }
  }

  @Test
  void aServerThatPutsUsOffIsAskedAgain() {
    answers.add(new Answer(503, "starting"));
    answers.add(new Answer(503, "starting"));
    answers.add(new Answer(200, "{\"experiment\": {\"experiment_id\": \"7\"}}"));
    TrackingOptions patient = IMPATIENT.withPatience(Duration.ofSeconds(10));
    try (Tracking tracking = Tracking.connect(uri, patient)) {
      assertThat(tracking.experiment("seven")).isEqualTo("7");
    }
  }

  @Test
  void aServerThatComesBackInTimeGetsWhatWasLogged() throws Exception {
    answers.add(new Answer(200, "{\"experiment\": {\"experiment_id\": \"7\"}}"));
    answers.add(
        new Answer(
            200, "{\"run\": {\"info\": {\"run_id\": \"r\", \"artifact_uri\": \"file:///x\"}}}"));
    answers.add(new Answer(200, "{}"));
    TrackingOptions patient = IMPATIENT.withPatience(Duration.ofSeconds(20));
    try (Tracking tracking = Tracking.connect(uri, patient)) {
      TrackedRun run = tracking.startRun("any", "run", Optional.empty(), Map.of());
      InetSocketAddress address = server.getAddress();
      server.stop(0);
      CompletableFuture<Void> logging =
          CompletableFuture.runAsync(() -> run.metric("loss", 1.0, 1));
      Thread.sleep(700);
      assertThat(logging).isNotDone();
      listen(address);
      logging.get(10, TimeUnit.SECONDS);
      run.finished();
    }
    assertThat(paths)
        .containsExactly(
            "/api/2.0/mlflow/experiments/get-by-name",
            "/api/2.0/mlflow/runs/create",
            "/api/2.0/mlflow/runs/log-batch",
            "/api/2.0/mlflow/runs/update");
  }

  @Test
  void anExperimentThatAnotherProcessMakesMeanwhileIsTaken() {
    answers.add(new Answer(404, "{\"error_code\": \"RESOURCE_DOES_NOT_EXIST\"}"));
    answers.add(new Answer(400, "{\"error_code\": \"RESOURCE_ALREADY_EXISTS\"}"));
    answers.add(new Answer(400, "{\"error_code\": \"RESOURCE_ALREADY_EXISTS\"}"));
    answers.add(new Answer(400, "{\"error_code\": \"RESOURCE_ALREADY_EXISTS\"}"));
    answers.add(new Answer(200, "{\"experiment\": {\"experiment_id\": \"7\"}}"));
    try (Tracking tracking = Tracking.connect(uri, IMPATIENT)) {
      assertThat(tracking.experiment("raced")).isEqualTo("7");
    }
  }

  @Test
  void credentialsAreSentAndTheirLackIsExplained() {
    answers.add(new Answer(401, "You are not authenticated."));
    try (Tracking tracking = Tracking.connect(uri, IMPATIENT)) {
      assertThatThrownBy(() -> tracking.experiment("any"))
          .hasMessageContaining("status 401): You are not authenticated.")
          .hasMessageContaining("Set MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD");
    }
    answers.clear();
    answers.add(new Answer(200, "{\"experiment\": {\"experiment_id\": \"7\"}}"));
    authorizations.clear();
    Map<String, String> environment =
        Map.of("MLFLOW_TRACKING_USERNAME", "ann", "MLFLOW_TRACKING_PASSWORD", "pässword");
    TrackingOptions.Credentials ann = TrackingOptions.Credentials.fromEnvironment(environment);
    TrackingOptions.Credentials token =
        TrackingOptions.Credentials.fromEnvironment(Map.of("MLFLOW_TRACKING_TOKEN", "t0ken"));
    for (TrackingOptions.Credentials who : List.of(ann, token)) {
      try (Tracking tracking = Tracking.connect(uri, impatient(who))) {
        tracking.experiment("any");
        tracking.tags("0123");
      }
    }
    // printf 'ann:pässword' | base64
    assertThat(authorizations)
        .containsExactly(
            "Basic YW5uOnDDpHNzd29yZA==",
            "Basic YW5uOnDDpHNzd29yZA==",
            "Bearer t0ken",
            "Bearer t0ken");
    assertThat(ann).hasToString("user ann");
    assertThat(token).hasToString("a token");
  }

  @Test
  void anAnswerThatIsNotMlflowsIsSaidSo() {
    answers.add(new Answer(200, "<html>Welcome to nginx</html>"));
    try (Tracking tracking = Tracking.connect(uri, IMPATIENT)) {
      assertThatThrownBy(() -> tracking.experiment("any"))
          .isInstanceOf(TrackingException.class)
          .hasMessageContaining("What answers at " + uri + " is not MLflow");
      answers.clear();
      answers.add(new Answer(502, "<html><h1>Bad\n Gateway</h1></html>"));
      assertThatThrownBy(() -> tracking.experiment("any"))
          .hasMessageContaining("(status 502): Bad Gateway");
    }
  }

  @Test
  void anAddressThatIsNoServersIsRefused() {
    assertThatThrownBy(() -> Tracking.connect(URI.create("file:///tmp/mlruns")))
        .isInstanceOf(TrackingException.class)
        .hasMessageContaining("tracking.uri is 'file:///tmp/mlruns'");
  }

  @Test
  void namesFromTheServerThatLeadElsewhereWriteNothing() throws Exception {
    Path target = folder.resolve("inner/model");
    for (String name :
        new String[] {
          "../evil", "/etc/evil", "..", "a/../../evil", "sub/../../evil", "a\\\\..\\\\evil", ""
        }) {
      answers.clear();
      answers.add(new Answer(200, "{\"artifact_uri\": \"mlflow-artifacts:/0/r/artifacts/model\"}"));
      answers.add(
          new Answer(
              200,
              "{\"files\": [{\"path\": \"%s\", \"is_dir\": false, \"file_size\": 4}]}"
                  .formatted(name)));
      answers.add(new Answer(200, "evil"));
      assertThatThrownBy(() -> download(target)).as(name).isInstanceOf(TrackingException.class);
      try (var files = Files.walk(folder)) {
        assertThat(files.filter(Files::isRegularFile)).as(name).isEmpty();
      }
      assertThat(target).doesNotExist();
    }
  }

  @Test
  void foldersWithoutAnEndAreNotFollowed() {
    answers.add(new Answer(200, "{\"artifact_uri\": \"mlflow-artifacts:/0/r/artifacts/model\"}"));
    answers.add(new Answer(200, "{\"files\": [{\"path\": \"a\", \"is_dir\": true}]}"));
    assertThatThrownBy(() -> download(folder.resolve("model")))
        .isInstanceOf(TrackingException.class)
        .hasMessageContaining("is too deep");
  }

  @Test
  void aFileThatIsShorterThanAnnouncedIsNotTaken() {
    answers.add(new Answer(200, "{\"artifact_uri\": \"mlflow-artifacts:/0/r/artifacts/model\"}"));
    answers.add(
        new Answer(200, "{\"files\": [{\"path\": \"a\", \"is_dir\": false, \"file_size\": 10}]}"));
    answers.add(new Answer(200, "four"));
    Path target = folder.resolve("model");
    assertThatThrownBy(() -> download(target))
        .hasMessageContaining("it announced 10 bytes and sent 4");
    assertThat(target).doesNotExist();
  }

  private void download(Path target) {
    RegisteredVersion version =
        new RegisteredVersion("m", 1, "", "", "", Map.of(), List.of(), Instant.EPOCH);
    try (Tracking tracking = Tracking.connect(uri, IMPATIENT)) {
      tracking.registry().download(version, target);
    }
  }

  @Test
  void aRunThatCannotBeEndedSaysSo() {
    answers.add(new Answer(200, "{\"experiment\": {\"experiment_id\": \"7\"}}"));
    answers.add(
        new Answer(
            200, "{\"run\": {\"info\": {\"run_id\": \"r\", \"artifact_uri\": \"file:///x\"}}}"));
    try (Tracking tracking = Tracking.connect(uri, IMPATIENT)) {
      TrackedRun run = tracking.startRun("any", "run", Optional.empty(), Map.of());
      server.stop(0);
      assertThatThrownBy(run::finished)
          .isInstanceOf(TrackingException.class)
          .hasMessageContaining("cannot be reached to end the run r");
    }
  }
}
