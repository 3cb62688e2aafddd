package org.pose2gloss.pipelines.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.pose2gloss.command.ParentWatch;

/**
 * A step as a process of its own, started through the launcher script as a user would. What it says
 * on stderr is shown as it comes.
 */
final class StepProcess implements RunningStep {
  private static final long SECONDS_TO_END = 20;
  private static final String JAVA_OPTIONS = "POSE2GLOSS_JAVA_OPTS";

  /** Most steps on small data end before code that is compiled a second time has paid for it. */
  private static final String QUICK_START = "-XX:TieredStopAtLevel=1";

  private static final Set<String> LONG_STEPS = Set.of("extract", "train");

  private final String command;
  private final Process process;
  private final Path output;
  private final Thread ender;

  private StepProcess(String command, Process process, Path output) {
    this.command = command;
    this.process = process;
    this.output = output;
    this.ender = new Thread(() -> end(process), "end-" + command);
    Runtime.getRuntime().addShutdownHook(ender);
  }

  /**
   * Starts steps by a script.
   *
   * @param launcher the script {@code bin/pose2gloss}
   */
  static StepStarter by(Path launcher) {
    return (step, options) -> start(launcher, step.kind().command(), options);
  }

  private static StepProcess start(Path launcher, String command, List<String> options)
      throws IOException {
    List<String> words = new ArrayList<>(List.of(launcher.toString(), command));
    words.addAll(options);
    Path output = Files.createTempFile("pose2gloss-" + command + "-", ".out");
    ProcessBuilder builder =
        new ProcessBuilder(words)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .redirectOutput(output.toFile())
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    builder.environment().put(ParentWatch.VARIABLE, Long.toString(ProcessHandle.current().pid()));
    if (!LONG_STEPS.contains(command)) {
      builder.environment().merge(JAVA_OPTIONS, QUICK_START, (given, ours) -> ours + " " + given);
    }
    return new StepProcess(command, builder.start(), output);
  }

  @Override
  public boolean ended(Duration longest) throws InterruptedException {
    return process.waitFor(longest.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public Optional<String> failure() {
    return process.isAlive() || process.exitValue() == 0
        ? Optional.empty()
        : Optional.of(
            "'pose2gloss %s' ended with exit code %d; it says why above."
                .formatted(command, process.exitValue()));
  }

  /** The last line of stdout. */
  @Override
  public Optional<JsonNode> result() {
    try {
      String last =
          Files.readString(output).lines().filter(line -> !line.isBlank()).reduce("", (a, b) -> b);
      return Optional.of(new JsonMapper().readTree(last)).filter(JsonNode::isObject);
    } catch (JsonProcessingException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    end(process);
    try {
      Runtime.getRuntime().removeShutdownHook(ender);
      Files.deleteIfExists(output);
    } catch (IllegalStateException e) {
      // The JVM is ending: the hook runs, or has run.
      return;
    } catch (IOException e) {
      output.toFile().deleteOnExit();
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
      } catch (ExecutionException | TimeoutException e) {
        handle.destroyForcibly();
      }
    }
  }
}
