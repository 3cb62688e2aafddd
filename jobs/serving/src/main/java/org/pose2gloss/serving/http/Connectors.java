package org.pose2gloss.serving.http;

import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** Where the server listens, and how strictly. */
final class Connectors {
  /** A clip's headers are a few hundred bytes. */
  private static final int LONGEST_HEADERS = 16 * 1024;

  private static final int IDLE_MILLIS = 30_000;

  private Connectors() {}

  static Connector make(Server server, ServiceOptions options) {
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setRequestHeaderSize(LONGEST_HEADERS);
    ServerConnector connector =
        options
            .tls()
            .map(tls -> encrypted(server, http, tls))
            .orElseGet(() -> new ServerConnector(server, new HttpConnectionFactory(http)));
    connector.setHost(options.host());
    connector.setPort(options.port());
    connector.setIdleTimeout(IDLE_MILLIS);
    return connector;
  }

  private static ServerConnector encrypted(Server server, HttpConfiguration http, TlsOptions tls) {
    // Whether the name that a client asked for is the certificate's is the client's to check.
    http.addCustomizer(new SecureRequestCustomizer(false));
    SslContextFactory.Server keys = new SslContextFactory.Server();
    keys.setKeyStoreType("PKCS12");
    keys.setKeyStorePath(tls.keystore().toString());
    keys.setKeyStorePassword(tls.password());
    return new ServerConnector(
        server, new SslConnectionFactory(keys, "http/1.1"), new HttpConnectionFactory(http));
  }
}
