package org.pose2gloss.benchmarks;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.pose2gloss.landmarks.LandmarkGraph;
import picocli.CommandLine;

/**
 * How fast workers, each with an extractor of its own, get through clips: decoding included,
 * loading and warming up not.
 *
 * <p>Prints a line of JSON when it is ready, waits for a line on stdin, extracts, and prints a
 * second one: whoever starts it can let it and its peers run in turn.
 */
@CommandLine.Command(
    name = "extraction-speed",
    mixinStandardHelpOptions = true,
    description = "Time that several workers take to extract clips, decoding included.")
public final class ExtractionSpeed implements Callable<Integer> {
  @CommandLine.Option(names = "--graph", required = true, description = "The graph to run.")
  private String graph;

  @CommandLine.Option(names = "--workers", required = true, description = "Threads at work.")
  private int workers;

  @CommandLine.Option(
      names = "--warm-up",
      description = "A clip that every worker extracts first; may be given several times.")
  private List<Path> warmUp = new ArrayList<>();

  @CommandLine.Parameters(arity = "1..*", description = "The clips to measure with.")
  private List<Path> clips;

  private ExtractionSpeed() {}

  /**
   * Ready to measure.
   *
   * @param startUpSeconds from the start of the process until all models were loaded
   * @param warmUpSeconds from then until now
   */
  record Ready(double startUpSeconds, double warmUpSeconds) {}

  /**
   * What was measured.
   *
   * @param seconds from the start of the first clip to the end of the last
   * @param cpuSeconds processor time of the whole process in them
   * @param peakMemoryBytes most memory that the process ever had
   * @param done what the workers did, added up
   */
  record Result(
      double seconds, double cpuSeconds, long peakMemoryBytes, @JsonUnwrapped WorkDone done) {}

  /** Runs the command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new ExtractionSpeed()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException, InterruptedException, ExecutionException {
    ExecutorService threads = Executors.newFixedThreadPool(workers);
    List<SpeedWorker> team = new ArrayList<>();
    try {
      for (int i = 0; i < workers; i++) {
        team.add(new SpeedWorker(LandmarkGraph.of(graph)));
      }
      double loaded = secondsSinceStart();
      extract(threads, team, () -> new ConcurrentLinkedQueue<>(warmUp));
      Json.print(new Ready(loaded, secondsSinceStart() - loaded));
      if (lineOnStdin()) {
        Json.print(measure(threads, team));
      }
    } finally {
      threads.shutdownNow();
      team.forEach(SpeedWorker::close);
    }
    return 0;
  }

  private Result measure(ExecutorService threads, List<SpeedWorker> team)
      throws IOException, InterruptedException, ExecutionException {
    Queue<Path> shared = new ConcurrentLinkedQueue<>(clips);
    double cpuBefore = cpuSeconds();
    long started = System.nanoTime();
    WorkDone done = extract(threads, team, () -> shared);
    double seconds = (System.nanoTime() - started) / 1e9;
    return new Result(seconds, cpuSeconds() - cpuBefore, ProcessMemory.peakBytes(), done);
  }

  private static WorkDone extract(
      ExecutorService threads, List<SpeedWorker> team, Supplier<Queue<Path>> queues)
      throws InterruptedException, ExecutionException {
    List<Callable<WorkDone>> tasks = new ArrayList<>();
    for (SpeedWorker worker : team) {
      Queue<Path> queue = queues.get();
      tasks.add(() -> worker.extract(queue));
    }
    List<WorkDone> done = new ArrayList<>();
    for (Future<WorkDone> task : threads.invokeAll(tasks)) {
      done.add(task.get());
    }
    return WorkDone.sum(done);
  }

  private static boolean lineOnStdin() throws IOException {
    return new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine()
        != null;
  }

  private static double secondsSinceStart() {
    return ManagementFactory.getRuntimeMXBean().getUptime() / 1e3;
  }

  private static double cpuSeconds() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos() / 1e9;
  }
}
