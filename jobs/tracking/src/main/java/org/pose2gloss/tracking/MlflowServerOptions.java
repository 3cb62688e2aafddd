package org.pose2gloss.tracking;

import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * How to start an MLflow server.
 *
 * @param executable {@code mlflow} of a virtual environment
 * @param folder for the database, the artifacts, the log and the process number; made if absent
 * @param port on 127.0.0.1; 0 for any free one
 * @param startTimeout longest wait till it answers; the first start also makes the database
 * @param progress is told in sentences what is waited for
 */
public record MlflowServerOptions(
    Path executable, Path folder, int port, Duration startTimeout, Consumer<String> progress) {
  private static final System.Logger LOG = System.getLogger(MlflowServer.class.getName());

  public MlflowServerOptions {
    executable = executable.toAbsolutePath().normalize();
    folder = folder.toAbsolutePath().normalize();
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("port must be 0 to 65535, not " + port);
    }
  }

  /** Any free port, three minutes, progress to the log. */
  public static MlflowServerOptions of(Path executable, Path folder) {
    return new MlflowServerOptions(
        executable,
        folder,
        0,
        Duration.ofMinutes(3),
        sentence -> LOG.log(System.Logger.Level.INFO, sentence));
  }

  public MlflowServerOptions withPort(int newPort) {
    return new MlflowServerOptions(executable, folder, newPort, startTimeout, progress);
  }

  public MlflowServerOptions withProgress(Consumer<String> newProgress) {
    return new MlflowServerOptions(executable, folder, port, startTimeout, newProgress);
  }
}
