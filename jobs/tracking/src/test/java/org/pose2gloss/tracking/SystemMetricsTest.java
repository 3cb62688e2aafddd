package org.pose2gloss.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RealMlflow.class)
class SystemMetricsTest {
  private final RealMlflow.Server server;

  SystemMetricsTest(RealMlflow.Server server) {
    this.server = server;
  }

  @Test
  void theMachineIsOnTheRunUnderMlflowsNames() throws Exception {
    Map<String, Double> values = new TreeMap<>();
    try (Tracking tracking = Tracking.connect(server.uri());
        TrackedRun run = tracking.startRun("system", "run", Optional.empty(), Map.of())) {
      try (SystemMetrics metrics = SystemMetrics.start(run, Duration.ofMillis(300))) {
        Thread.sleep(1000);
        assertThat(metrics).isNotNull();
      }
      for (JsonNode metric : server.get("runs/get?run_id=" + run.id()).at("/run/data/metrics")) {
        values.put(metric.path("key").asText(), metric.path("value").asDouble());
        assertThat(metric.path("step").asInt()).isGreaterThanOrEqualTo(1);
      }
    }
    // mlflow/system_metrics/metrics/{cpu,disk,network}_monitor.py
    assertThat(values)
        .containsKeys(
            "system/cpu_utilization_percentage",
            "system/system_memory_usage_megabytes",
            "system/system_memory_usage_percentage",
            "system/disk_usage_percentage",
            "system/disk_usage_megabytes",
            "system/disk_available_megabytes",
            "system/network_receive_megabytes",
            "system/network_transmit_megabytes");
    assertThat(values.get("system/cpu_utilization_percentage")).isBetween(0.0, 100.0);
    assertThat(values.get("system/network_receive_megabytes")).isNotNegative();
  }

  @Test
  void memoryIsWhatTheKernelSays() throws Exception {
    Path kernel = Path.of("/proc/meminfo");
    Assumptions.assumeTrue(Files.exists(kernel), "only Linux has /proc/meminfo");
    try (Tracking tracking = Tracking.connect(server.uri());
        TrackedRun run = tracking.startRun("system", "run", Optional.empty(), Map.of())) {
      SystemMetrics.start(run, Duration.ofHours(1)).close();
      Map<String, Long> kibibytes = new TreeMap<>();
      for (String line : Files.readAllLines(kernel)) {
        String[] words = line.split("[:\\s]+", -1);
        kibibytes.put(words[0], Long.parseLong(words[1]));
      }
      double used = kibibytes.get("MemTotal") - kibibytes.get("MemAvailable");
      assertThat(tracking.metrics(run.id()).get("system/system_memory_usage_percentage"))
          .isCloseTo(100 * used / kibibytes.get("MemTotal"), Offset.offset(15.0));
    }
  }

  @Test
  void gpusAreReadFromWhatNvidiaSmiSays() {
    assertThat(
            NvidiaGpus.metrics(
                "0, 1000, 80000, 37, 250.00, 500.00\n1, 0, 80000, [N/A], [N/A], [N/A]\n"))
        .isEqualTo(
            Map.of(
                "gpu_0_memory_usage_percentage", 1.3,
                "gpu_0_memory_usage_megabytes", 1048.6,
                "gpu_0_utilization_percentage", 37.0,
                "gpu_0_power_usage_watts", 250.0,
                "gpu_0_power_usage_percentage", 50.0,
                "gpu_1_memory_usage_percentage", 0.0,
                "gpu_1_memory_usage_megabytes", 0.0));
    assertThat(NvidiaGpus.metrics("NVIDIA-SMI has failed because\n")).isEmpty();
  }
}
