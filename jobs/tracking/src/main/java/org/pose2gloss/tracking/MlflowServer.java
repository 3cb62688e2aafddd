package org.pose2gloss.tracking;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A real MLflow server on this machine: SQLite and artifacts in one folder, bound to 127.0.0.1.
 *
 * <p>It lives as long as this object and this Java process: {@link #close()}, Ctrl-C and even a
 * kill -9 of the Java process leave no process of it behind. {@link #detach()} lets it live on.
 */
public final class MlflowServer implements AutoCloseable {
  private static final int PORT_ATTEMPTS = 3;

  private final URI uri;
  private final ServerFolder folder;
  private final GuardedProcess process;

  private MlflowServer(URI uri, ServerFolder folder, GuardedProcess process) {
    this.uri = uri;
    this.folder = folder;
    this.process = process;
  }

  /**
   * {@link #start(MlflowServerOptions)} with the usual waits.
   *
   * @param mlflowExecutable {@code mlflow} of a virtual environment
   * @param port 0 for any free one
   */
  public static MlflowServer start(Path mlflowExecutable, Path folder, int port) {
    return start(MlflowServerOptions.of(mlflowExecutable, folder).withPort(port));
  }

  /**
   * Starts a server and waits till it answers.
   *
   * @throws TrackingException if it does not come up in time, if the port is taken, or if a server
   *     runs in the folder already
   */
  public static MlflowServer start(MlflowServerOptions options) {
    if (!Files.isExecutable(options.executable())) {
      throw new TrackingException(
          "There is no MLflow at %s: run bin/pose2gloss setup to install it."
              .formatted(options.executable()));
    }
    ServerFolder folder = new ServerFolder(options.folder());
    folder.running().ifPresent(address -> refuseSecond(folder, address));
    for (int attempt = 1; ; attempt++) {
      int port = options.port() == 0 ? Ports.free() : Ports.unused(options.port());
      try {
        return startAt(options, folder, port);
      } catch (TrackingException e) {
        // Between choosing a port and MLflow's taking it, somebody else may take it.
        if (options.port() != 0 || attempt == PORT_ATTEMPTS || !Ports.isTaken(port)) {
          throw e;
        }
      }
    }
  }

  /** Where a server of this folder answers, if one was left running there. */
  public static Optional<URI> running(Path folder) {
    return new ServerFolder(folder.toAbsolutePath().normalize()).running();
  }

  /** As {@code http://127.0.0.1:5000}. */
  public URI uri() {
    return uri;
  }

  /** What the server says. */
  public Path log() {
    return folder.log();
  }

  /** Number of the server's process and of its process group. */
  public long pid() {
    return process.group();
  }

  /**
   * Lets the server live on after this process.
   *
   * @return how to stop it, in one sentence
   */
  public String detach() {
    process.leave();
    return "MLflow stays up at %s with its log in %s; stop it with: kill -- -$(cat '%s')"
        .formatted(uri, folder.log(), folder.pidFile());
  }

  /** Stops the server and all its processes, unless it was detached. */
  @Override
  public void close() {
    if (process.stop()) {
      folder.forget();
    }
  }

  private static MlflowServer startAt(MlflowServerOptions options, ServerFolder folder, int port) {
    URI uri = URI.create("http://127.0.0.1:" + port);
    GuardedProcess process = launch(options, folder, port);
    MlflowServer server = new MlflowServer(uri, folder, process);
    try {
      folder.remember(process.group(), uri);
      new Readiness(uri, process, folder.log(), options).await();
      return server;
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
  }

  private static GuardedProcess launch(MlflowServerOptions options, ServerFolder folder, int port) {
    List<String> command =
        List.of(
            options.executable().toString(),
            "server",
            "--backend-store-uri",
            "sqlite:///" + folder.database(),
            "--artifacts-destination",
            folder.artifacts().toUri().toString(),
            "--serve-artifacts",
            "--host",
            "127.0.0.1",
            "--port",
            Integer.toString(port),
            "--workers",
            "1");
    Path bin = options.executable().getParent();
    Path python = bin.resolve("python3");
    try {
      folder.make();
      return GuardedProcess.start(
          Files.isExecutable(python) ? python : bin.resolve("python"),
          command,
          folder.root(),
          folder.log());
    } catch (IOException e) {
      throw new TrackingException(
          "MLflow cannot be started by %s in %s (%s): run bin/pose2gloss setup again."
              .formatted(options.executable(), folder.root(), e.getMessage()),
          e);
    }
  }

  private static void refuseSecond(ServerFolder folder, URI address) {
    throw new TrackingException(
        ("MLflow runs already at %s with its data in %s: use that address as tracking.uri, or stop"
                + " it with: kill -- -$(cat '%s')")
            .formatted(address, folder.root(), folder.pidFile()));
  }
}
