package org.pose2gloss.tracking;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import oshi.SystemInfo;
import oshi.hardware.CentralProcessor;
import oshi.hardware.GlobalMemory;
import oshi.hardware.NetworkIF;

/**
 * How busy this machine is while a run goes on, under the names that MLflow's own client gives such
 * metrics, so that its page shows them in their own tab. Steps count the samples.
 */
public final class SystemMetrics implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(SystemMetrics.class.getName());
  private static final String PREFIX = "system/";
  private static final double MEGABYTE = 1e6;
  private static final Duration LAST_SAMPLE = Duration.ofSeconds(10);

  private final TrackedRun run;
  private final Duration every;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final Thread thread = new Thread(this::work, "system-metrics");
  private final SystemInfo system = new SystemInfo();
  private final CentralProcessor processor = system.getHardware().getProcessor();
  private final NvidiaGpus gpus = NvidiaGpus.ofThisMachine();
  private long[] ticks = processor.getSystemCpuLoadTicks();
  private final long receivedBefore = network(NetworkIF::getBytesRecv);
  private final long sentBefore = network(NetworkIF::getBytesSent);
  private long step;

  private SystemMetrics(TrackedRun run, Duration every) {
    this.run = run;
    this.every = every;
    thread.setDaemon(true);
    thread.start();
  }

  /** Begins to sample. */
  public static SystemMetrics start(TrackedRun run, Duration every) {
    return new SystemMetrics(run, every);
  }

  /** Takes a last sample and ends. */
  @Override
  public void close() {
    stop.countDown();
    try {
      thread.join(LAST_SAMPLE.toMillis());
      thread.interrupt();
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
    }
  }

  private void work() {
    try {
      while (!stop.await(every.toMillis(), TimeUnit.MILLISECONDS)) {
        sample();
      }
      sample();
    } catch (InterruptedException e) {
      LOG.log(System.Logger.Level.DEBUG, "The samples were ended.");
    }
  }

  private void sample() {
    try {
      Map<String, Double> sample = new TreeMap<>();
      now().forEach((name, value) -> sample.put(PREFIX + name, value));
      run.metrics(sample, step++);
    } catch (TrackingException | IOException e) {
      LOG.log(System.Logger.Level.WARNING, "No system metrics: " + e.getMessage());
    }
  }

  private Map<String, Double> now() throws IOException {
    Map<String, Double> now = new TreeMap<>();
    now.put(
        "cpu_utilization_percentage", rounded(100 * processor.getSystemCpuLoadBetweenTicks(ticks)));
    ticks = processor.getSystemCpuLoadTicks();
    GlobalMemory memory = system.getHardware().getMemory();
    double used = memory.getTotal() - memory.getAvailable();
    now.put("system_memory_usage_megabytes", rounded(used / MEGABYTE));
    now.put("system_memory_usage_percentage", rounded(100 * used / memory.getTotal()));
    FileStore disk = Files.getFileStore(Path.of("").toAbsolutePath().getRoot());
    double free = disk.getUsableSpace();
    double full = disk.getTotalSpace() - disk.getUnallocatedSpace();
    now.put("disk_usage_percentage", rounded(100 * full / Math.max(1, full + free)));
    now.put("disk_usage_megabytes", rounded(full / MEGABYTE));
    now.put("disk_available_megabytes", rounded(free / MEGABYTE));
    now.put(
        "network_receive_megabytes",
        (network(NetworkIF::getBytesRecv) - receivedBefore) / MEGABYTE);
    now.put(
        "network_transmit_megabytes", (network(NetworkIF::getBytesSent) - sentBefore) / MEGABYTE);
    now.putAll(gpus.now());
    return now;
  }

  private long network(ToLongFunction<NetworkIF> counter) {
    List<NetworkIF> all = system.getHardware().getNetworkIFs(/* includeLocalInterfaces= */ true);
    return all.stream().mapToLong(counter).sum();
  }

  /** As MLflow rounds them. */
  private static double rounded(double value) {
    return Math.round(10 * value) / 10.0;
  }
}
