package org.pose2gloss.tracking;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A server in a process group of its own, with a guard that stops the group when this Java process
 * ends, however it ends.
 *
 * <p>Java can neither make a process group nor outlive its own kill -9, so {@code mlflow_guard.py}
 * does both: it reads a pipe from here and takes the pipe's end as the order to stop.
 */
final class GuardedProcess {
  private static final String GUARD = "mlflow_guard.py";

  /** The guard gives the group 8 s to end by itself and 5 s more after killing it. */
  private static final int STOP_SECONDS = 20;

  private final Process guard;
  private final long group;

  private GuardedProcess(Process guard, long group) {
    this.guard = guard;
    this.group = group;
  }

  static GuardedProcess start(Path python, List<String> command, Path folder, Path log)
      throws IOException {
    List<String> guarded = new ArrayList<>(List.of(python.toString(), "-I", "-c", guardProgram()));
    guarded.add(log.toString());
    guarded.addAll(command);
    ProcessBuilder builder = new ProcessBuilder(guarded).directory(folder.toFile());
    builder.redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
    Map<String, String> environment = builder.environment();
    // Its own data only: what points a client elsewhere must not reach the server.
    environment.remove("MLFLOW_TRACKING_URI");
    environment.remove("MLFLOW_REGISTRY_URI");
    environment.put("MLFLOW_DISABLE_TELEMETRY", "true");
    // The job runner is for language-model evaluation: eight processes that we never use.
    environment.put("MLFLOW_SERVER_ENABLE_JOB_EXECUTION", "false");
    environment.put("PYTHONUNBUFFERED", "1");
    environment.put("PYTHONIOENCODING", "utf-8");
    Process guard = builder.start();
    BufferedReader said =
        new BufferedReader(new InputStreamReader(guard.getInputStream(), StandardCharsets.UTF_8));
    String group = said.readLine();
    if (group == null || !group.matches("\\d+")) {
      guard.destroyForcibly();
      throw new IOException("the guard said " + group + "; see " + log);
    }
    return new GuardedProcess(guard, Long.parseLong(group));
  }

  long group() {
    return group;
  }

  boolean isAlive() {
    return guard.isAlive();
  }

  /** Lets the group live on. */
  void leave() {
    try (OutputStream orders = guard.getOutputStream()) {
      orders.write("leave\n".getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new TrackingException("MLflow's process " + group + " ended before it was left.", e);
    }
    awaitGuard();
  }

  /** Stops the group; true if it was still guarded or has ended by itself. */
  boolean stop() {
    try {
      guard.getOutputStream().close();
    } catch (IOException e) {
      // The guard is gone already, which is what was wanted.
      System.getLogger(GuardedProcess.class.getName()).log(System.Logger.Level.DEBUG, "closed", e);
    }
    awaitGuard();
    return ProcessHandle.of(group).filter(ProcessHandle::isAlive).isEmpty();
  }

  private void awaitGuard() {
    boolean interrupted = Thread.interrupted();
    try {
      if (!guard.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        guard.destroyForcibly();
      }
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static String guardProgram() throws IOException {
    try (InputStream program = GuardedProcess.class.getResourceAsStream(GUARD)) {
      if (program == null) {
        throw new IOException("the class path lacks " + GUARD);
      }
      return new String(program.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
