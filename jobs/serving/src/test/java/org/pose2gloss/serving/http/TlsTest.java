package org.pose2gloss.serving.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pose2gloss.serving.model.FolderSource;
import org.pose2gloss.serving.model.ModelSlot;
import org.pose2gloss.serving.trace.TraceStore;

/** Encrypted connections, with a certificate of the JDK's own keytool. */
class TlsTest {
  private static final String PASSWORD = "changeit";

  @Test
  void aClientThatTrustsTheCertificateIsServed(@TempDir Path folder) throws Exception {
    Path keystore = folder.resolve("keys.p12");
    int made =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "service",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-keystore",
                keystore.toString(),
                "-storepass",
                PASSWORD)
            .inheritIO()
            .start()
            .waitFor();
    assertThat(made).isZero();
    ServiceOptions plain = TestService.options();
    ServiceOptions options =
        new ServiceOptions(
            plain.host(),
            0,
            plain.timeLimit(),
            plain.mostFrames(),
            plain.mostBytes(),
            plain.places(),
            plain.queueTime(),
            plain.batch(),
            plain.video(),
            plain.trace(),
            Optional.of(new TlsOptions(keystore, PASSWORD)),
            true,
            "",
            "",
            List.of());
    try (ModelSlot slot = new ModelSlot(new FolderSource(folder));
        PredictionService service = PredictionService.start(options, slot, TraceStore.none())) {
      URI address = service.uri().resolve("/health/live");
      assertThat(address.getScheme()).isEqualTo("https");
      HttpClient client = HttpClient.newBuilder().sslContext(trusting(keystore)).build();
      assertThat(
              client
                  .send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString())
                  .statusCode())
          .isEqualTo(200);
    }
  }

  private static SSLContext trusting(Path keystore) throws Exception {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(keystore)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("service", keys.getCertificate("service"));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }
}
