package org.pose2gloss.tables;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/**
 * A real server of the S3 API over a folder, as a process of its own, with the bucket {@code
 * bucket}.
 */
final class S3Server implements AutoCloseable {
  static final String KEY = "AKTEST";
  static final String SECRET = "test-secret";
  private static final int SECONDS_TO_START = 60;

  private final Process process;
  private final int port;

  /**
   * Starts one.
   *
   * @param folder for its files
   * @param readOnly whether it refuses to write
   */
  S3Server(Path folder, boolean readOnly) throws IOException, InterruptedException {
    Path root = Path.of(System.getProperty("pose2gloss.root"));
    String classPath =
        Files.readString(root.resolve("ci/cluster/target/classpath/runtime")).strip();
    Files.createDirectories(folder.resolve("store/bucket"));
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    Path properties = folder.resolve("s3-" + port + ".properties");
    Files.write(
        properties,
        List.of(
            "s3proxy.endpoint=" + endpoint(),
            "s3proxy.authorization=aws-v2-or-v4",
            "s3proxy.identity=" + KEY,
            "s3proxy.credential=" + SECRET,
            "s3proxy.read-only-blobstore=" + readOnly,
            "jclouds.provider=filesystem-nio2",
            "jclouds.filesystem.basedir=" + folder.resolve("store")));
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-Dlogback.configurationFile=" + root.resolve("ci/cluster/logback.xml"),
                "-cp",
                classPath,
                "org.gaul.s3proxy.Main",
                "--properties",
                properties.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("s3-" + port + ".log").toFile())
            .start();
    awaitPort();
  }

  private void awaitPort() throws IOException, InterruptedException {
    long deadline = System.nanoTime() + SECONDS_TO_START * 1_000_000_000L;
    while (System.nanoTime() < deadline && process.isAlive()) {
      try (Socket asked = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return;
      } catch (IOException notYet) {
        Thread.sleep(100);
      }
    }
    close();
    throw new IOException("The S3 server does not listen at port " + port + ".");
  }

  String endpoint() {
    return "http://127.0.0.1:" + port;
  }

  /** Settings of S3A with these credentials. */
  Configuration configuration(String key, String secret) {
    Configuration configuration = configuration(endpoint());
    configuration.set("fs.s3a.access.key", key);
    configuration.set("fs.s3a.secret.key", secret);
    return configuration;
  }

  /** Settings of S3A for a server of this kind, without credentials. */
  static Configuration configuration(String endpoint) {
    Configuration configuration = new Configuration();
    configuration.set("fs.s3a.endpoint", endpoint);
    configuration.set("fs.s3a.path.style.access", "true");
    configuration.set("fs.s3a.connection.ssl.enabled", "false");
    configuration.set("fs.s3a.multiobjectdelete.enable", "false");
    configuration.set("fs.s3a.directory.marker.retention", "keep");
    return configuration;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
