package org.pose2gloss.tracking;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One real MLflow server for all test classes, and plain HTTP to look at what is on it without the
 * code under test.
 */
final class RealMlflow implements ParameterResolver {

  /** Of setup's environment, or another that a property names. */
  static Path executable() {
    String named = System.getProperty("pose2gloss.mlflow");
    if (named != null) {
      return Path.of(named);
    }
    return Path.of(System.getProperty("pose2gloss.root", "../.."), ".venv", "bin", "mlflow");
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Server.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(Namespace.create(RealMlflow.class))
        .getOrComputeIfAbsent(Server.class, key -> new Server(), Server.class);
  }

  /** The shared server. */
  static final class Server implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Path folder;
    private final MlflowServer server;

    Server() {
      try {
        // A space, since people have them in their paths.
        folder = Files.createTempDirectory("mlflow of tests ");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      server = MlflowServer.start(executable(), folder, 0);
    }

    URI uri() {
      return server.uri();
    }

    Path folder() {
      return folder;
    }

    /** GET of {@code runs/get?run_id=...} and its like. */
    JsonNode get(String endpointAndQuery) throws Exception {
      return JSON.readTree(bytes("/api/2.0/mlflow/" + endpointAndQuery));
    }

    JsonNode post(String endpoint, String json) throws Exception {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(uri() + "/api/2.0/mlflow/" + endpoint))
              .header("Content-Type", "application/json")
              .POST(BodyPublishers.ofString(json))
              .build();
      return JSON.readTree(checked(http.send(request, BodyHandlers.ofByteArray())));
    }

    /** The bytes of a run's artifact, by the address that MLflow's own page uses. */
    byte[] artifact(String runId, String encodedPath) throws Exception {
      return bytes("/get-artifact?run_uuid=" + runId + "&path=" + encodedPath);
    }

    private byte[] bytes(String path) throws Exception {
      HttpRequest request = HttpRequest.newBuilder(URI.create(uri() + path)).build();
      return checked(http.send(request, BodyHandlers.ofByteArray()));
    }

    private static byte[] checked(HttpResponse<byte[]> answer) {
      if (answer.statusCode() != 200) {
        throw new AssertionError(answer + ": " + new String(answer.body(), StandardCharsets.UTF_8));
      }
      return answer.body();
    }

    @Override
    public void close() throws IOException {
      server.close();
      delete(folder);
    }
  }

  static void delete(Path folder) throws IOException {
    List<Path> paths;
    try (Stream<Path> walk = Files.walk(folder)) {
      paths = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : paths) {
      Files.delete(path);
    }
  }
}
