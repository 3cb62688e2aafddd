package org.pose2gloss.pipelines;

import java.net.URI;
import java.nio.file.Path;
import org.pose2gloss.command.Settings;
import org.pose2gloss.tracking.MlflowServer;
import org.pose2gloss.tracking.MlflowServerOptions;

/**
 * The tracking server of a demo: the one that is configured, or else one of its own that ends with
 * it.
 */
final class DemoServer implements AutoCloseable {
  private final URI uri;
  private final MlflowServer own;

  private DemoServer(URI uri, MlflowServer own) {
    this.uri = uri;
    this.own = own;
  }

  /**
   * Finds or starts the server.
   *
   * @param home the repository, whose setup has made MLflow's virtual environment
   * @param folder where a server of its own keeps runs and files
   * @param port on 127.0.0.1, 0 for any free one
   * @throws org.pose2gloss.tracking.TrackingException if it does not start
   */
  static DemoServer open(Settings settings, Path home, Path folder, int port) {
    return settings
        .optionalText("tracking.uri")
        .map(uri -> new DemoServer(URI.create(uri), null))
        .orElseGet(() -> start(home, folder, port));
  }

  private static DemoServer start(Path home, Path folder, int port) {
    MlflowServerOptions options =
        MlflowServerOptions.of(home.resolve(".venv/bin/mlflow"), folder)
            .withPort(port)
            .withProgress(sentence -> System.err.println("mlflow: " + sentence));
    MlflowServer server = MlflowServer.start(options);
    return new DemoServer(server.uri(), server);
  }

  /** Address of the server. */
  URI uri() {
    return uri;
  }

  /** Lets a server of its own go on after this process, and says how to stop it. */
  void leaveUp() {
    if (own != null) {
      System.err.println(own.detach());
    }
  }

  @Override
  public void close() {
    if (own != null) {
      own.close();
    }
  }
}
