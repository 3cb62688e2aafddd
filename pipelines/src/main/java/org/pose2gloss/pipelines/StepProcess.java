package org.pose2gloss.pipelines;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.pose2gloss.command.UserException;

/**
 * One command of pose2gloss in a process of its own, started through the launcher script as a user
 * would.
 */
final class StepProcess {
  private static final long SECONDS_TO_END = 20;
  private static final String JAVA_OPTIONS = "POSE2GLOSS_JAVA_OPTS";

  /** Most steps on small data end before code that is compiled a second time has paid for it. */
  private static final String QUICK_START = "-XX:TieredStopAtLevel=1";

  private static final Set<String> LONG_STEPS = Set.of("extract", "train");

  private final Path launcher;
  private final List<String> options;

  /**
   * Commands with the same options.
   *
   * @param launcher the script {@code bin/pose2gloss}
   * @param options what follows the command's name
   */
  StepProcess(Path launcher, List<String> options) {
    this.launcher = launcher;
    this.options = List.copyOf(options);
  }

  /** The command as one would type it. */
  String line(String command) {
    return "pose2gloss " + command + " " + String.join(" ", options);
  }

  /**
   * Runs a command to its end; what it says on stderr is shown as it comes.
   *
   * @return its result record
   * @throws UserException if it fails, which it has explained itself
   * @throws InterruptedException if this thread is interrupted; the command is ended first
   */
  JsonNode run(String command) throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(List.of(launcher.toString(), command));
    arguments.addAll(options);
    ProcessBuilder builder =
        new ProcessBuilder(arguments)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    if (!LONG_STEPS.contains(command)) {
      builder.environment().merge(JAVA_OPTIONS, QUICK_START, (given, ours) -> ours + " " + given);
    }
    Process process = builder.start();
    Thread ender = new Thread(() -> end(process), "end-" + command);
    Runtime.getRuntime().addShutdownHook(ender);
    String last = "";
    try (BufferedReader out = process.inputReader()) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        last = line.isBlank() ? last : line;
      }
      int code = process.waitFor();
      if (code != 0) {
        throw new UserException(
            "The step '" + command + "' ended with exit code " + code + "; it says why above.");
      }
      return new JsonMapper().readTree(last);
    } catch (JsonProcessingException e) {
      throw new UserException(
          "The step '" + command + "' gave no result record but '" + last + "'.", e);
    } finally {
      end(process);
      removeHook(ender);
    }
  }

  private static void removeHook(Thread ender) {
    try {
      Runtime.getRuntime().removeShutdownHook(ender);
    } catch (IllegalStateException e) {
      // The JVM is ending: the hook runs, or has run.
      return;
    }
  }

  /** Ends a process and all it has started. */
  private static void end(Process process) {
    List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
    all.add(process.toHandle());
    all.forEach(ProcessHandle::destroy);
    for (ProcessHandle handle : all) {
      try {
        handle.onExit().get(SECONDS_TO_END, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        handle.destroyForcibly();
      } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
        handle.destroyForcibly();
      }
    }
  }
}
