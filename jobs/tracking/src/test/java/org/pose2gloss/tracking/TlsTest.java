package org.pose2gloss.tracking;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server whose certificate no authority that Java knows has signed. */
@Timeout(60)
class TlsTest {
  private static final char[] PASSWORD = "secret".toCharArray();

  @TempDir static Path folder;
  private static HttpsServer server;
  private static URI uri;

  @BeforeAll
  static void listen() throws Exception {
    Path keys = folder.resolve("keys.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-alias",
                "server",
                "-dname",
                "CN=tracking",
                "-ext",
                "san=ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-keystore",
                keys.toString(),
                "-storepass",
                new String(PASSWORD))
            .inheritIO()
            .start();
    assertThat(keytool.waitFor(30, TimeUnit.SECONDS)).isTrue();
    KeyStore store = KeyStore.getInstance(keys.toFile(), PASSWORD);
    Files.writeString(
        folder.resolve("server.pem"),
        "-----BEGIN CERTIFICATE-----\n"
            + Base64.getMimeEncoder().encodeToString(store.getCertificate("server").getEncoded())
            + "\n-----END CERTIFICATE-----\n");
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(store, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    server.createContext(
        "/",
        exchange -> {
          byte[] body =
              "{\"experiment\": {\"experiment_id\": \"7\"}, \"run\": {\"info\": {\"experiment_id\": \"8\"}}}"
                  .getBytes(UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    uri = URI.create("https://127.0.0.1:" + server.getAddress().getPort());
  }

  @AfterAll
  static void stop() {
    server.stop(0);
    System.clearProperty("javax.net.ssl.trustStore");
    System.clearProperty("javax.net.ssl.trustStoreType");
    System.clearProperty("javax.net.ssl.trustStorePassword");
  }

  @Test
  void anUnknownAuthorityIsRefusedWithWhatToSet() {
    assertThatThrownBy(() -> ask(Map.of()))
        .isInstanceOf(TrackingException.class)
        .hasMessageContaining("Its certificate is not trusted")
        .hasMessageContaining("MLFLOW_TRACKING_SERVER_CERT_PATH");
  }

  @Test
  void anAuthorityThatTheEnvironmentNamesIsTrustedByBothKindsOfCalls() throws Exception {
    for (Path named : new Path[] {folder.resolve("server.pem"), folderOfPem()}) {
      ask(Map.of("MLFLOW_TRACKING_SERVER_CERT_PATH", named.toString()));
    }
  }

  @Test
  void insecureTakesAnyCertificate() {
    ask(Map.of("MLFLOW_TRACKING_INSECURE_TLS", "True"));
  }

  @Test
  void settingsThatCannotBeFollowedAreSentences() throws Exception {
    assertThatThrownBy(
            () ->
                Tls.fromEnvironment(
                    Map.of(
                        "MLFLOW_TRACKING_INSECURE_TLS", "true",
                        "MLFLOW_TRACKING_SERVER_CERT_PATH", "/ca.pem")))
        .hasMessageContaining("are both set");
    assertThatThrownBy(
            () -> Tls.fromEnvironment(Map.of("MLFLOW_TRACKING_CLIENT_CERT_PATH", "/me.pem")))
        .hasMessageContaining("no client certificates");
    Path text = Files.writeString(folder.resolve("no.txt"), "no certificate");
    for (Path wrong : new Path[] {text, folder.resolve("absent.pem")}) {
      assertThatThrownBy(() -> ask(Map.of("MLFLOW_TRACKING_SERVER_CERT_PATH", wrong.toString())))
          .isInstanceOf(TrackingException.class)
          .hasMessageContaining("MLFLOW_TRACKING_SERVER_CERT_PATH names " + wrong);
    }
  }

  private static Path folderOfPem() throws IOException {
    Path certificates = Files.createDirectories(folder.resolve("certificates"));
    Files.write(
        certificates.resolve("server.pem"), Files.readAllBytes(folder.resolve("server.pem")));
    return certificates;
  }

  /** By plain REST, then by MLflow's client. */
  private static void ask(Map<String, String> environment) {
    TrackingOptions options =
        new TrackingOptions(
            Duration.ofSeconds(10),
            Duration.ZERO,
            new TrackingOptions.Credentials("", "", ""),
            Tls.fromEnvironment(environment),
            Map.of(),
            Optional.empty());
    try (Tracking tracking = Tracking.connect(uri, options)) {
      assertThat(tracking.experiment("any")).isEqualTo("7");
      assertThat(tracking.experimentOf("0123")).isEqualTo("8");
    }
  }
}
