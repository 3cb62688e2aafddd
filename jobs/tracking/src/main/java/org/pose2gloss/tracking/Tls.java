package org.pose2gloss.tracking;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * Whose word on who a server is counts.
 *
 * @param isInsecure whether any certificate is taken
 * @param authorities file, or folder of files, with the certificates (PEM) of those who may vouch
 *     for servers; empty for those that Java knows
 */
public record Tls(boolean isInsecure, String authorities) {
  private static final String INSECURE = "MLFLOW_TRACKING_INSECURE_TLS";
  private static final String AUTHORITIES = "MLFLOW_TRACKING_SERVER_CERT_PATH";
  private static final String CLIENT = "MLFLOW_TRACKING_CLIENT_CERT_PATH";
  private static final String STORE = "javax.net.ssl.trustStore";

  /** Not a secret: the store holds certificates only, but Java wants it to have one. */
  private static final String STORE_PASSWORD = "changeit";

  /**
   * The variables that MLflow's own clients read.
   *
   * @throws TrackingException if they contradict each other, or ask for what MLflow's Java client
   *     cannot do
   */
  public static Tls fromEnvironment(Map<String, String> environment) {
    boolean isInsecure =
        List.of("true", "1")
            .contains(environment.getOrDefault(INSECURE, "").strip().toLowerCase(Locale.ROOT));
    String authorities = environment.getOrDefault(AUTHORITIES, "");
    if (isInsecure && !authorities.isEmpty()) {
      throw new TrackingException(
          "%s and %s are both set: unset one of them.".formatted(INSECURE, AUTHORITIES));
    }
    if (!environment.getOrDefault(CLIENT, "").isEmpty()) {
      throw new TrackingException(
          CLIENT
              + " is set, and MLflow's Java client has no client certificates: unset it and use a"
              + " token or a password.");
    }
    return new Tls(isInsecure, authorities);
  }

  /**
   * What connections are made with. MLflow's client has no place for it: it takes Java's own
   * setting, which is made to name the authorities too.
   *
   * @throws TrackingException if the certificates cannot be read
   */
  SSLContext context() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      if (isInsecure) {
        context.init(null, new TrustManager[] {new Anybody()}, null);
      } else if (authorities.isEmpty()) {
        return SSLContext.getDefault();
      } else {
        KeyStore store = store();
        makeJavas(store);
        TrustManagerFactory factory = factory();
        factory.init(store);
        context.init(null, factory.getTrustManagers(), null);
      }
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new TrackingException(
          "%s names %s, which is no file or folder of certificates in PEM (%s)."
              .formatted(AUTHORITIES, authorities, e.getMessage()),
          e);
    }
  }

  /** Java's own authorities and the given ones. */
  private KeyStore store() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    TrustManagerFactory ofJava = factory();
    ofJava.init((KeyStore) null);
    int number = 0;
    for (TrustManager manager : ofJava.getTrustManagers()) {
      if (manager instanceof X509TrustManager known) {
        for (X509Certificate certificate : known.getAcceptedIssuers()) {
          store.setCertificateEntry("java-" + number++, certificate);
        }
      }
    }
    int before = number;
    for (Path file : files()) {
      try (InputStream in = Files.newInputStream(file)) {
        for (Certificate certificate :
            CertificateFactory.getInstance("X.509").generateCertificates(in)) {
          store.setCertificateEntry("given-" + number++, certificate);
        }
      }
    }
    if (number == before) {
      throw new IOException("it holds none");
    }
    return store;
  }

  private List<Path> files() throws IOException {
    Path path = Path.of(authorities);
    if (!Files.isDirectory(path)) {
      return List.of(path);
    }
    try (Stream<Path> files = Files.list(path)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static synchronized void makeJavas(KeyStore store)
      throws GeneralSecurityException, IOException {
    if (System.getProperty(STORE) != null) {
      return; // the user's own, or made before
    }
    Path file = Files.createTempFile("pose2gloss-authorities-", ".p12");
    file.toFile().deleteOnExit();
    try (var out = Files.newOutputStream(file)) {
      store.store(out, STORE_PASSWORD.toCharArray());
    }
    System.setProperty(STORE, file.toString());
    System.setProperty(STORE + "Type", "PKCS12");
    System.setProperty(STORE + "Password", STORE_PASSWORD);
  }

  private static TrustManagerFactory factory() throws GeneralSecurityException {
    return TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
  }

  /** Takes whatever certificate comes, for whatever host: that is what was asked for. */
  private static final class Anybody extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
