package org.pose2gloss.tracking;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** What {@code nvidia-smi} says of the GPUs of this machine, under MLflow's names. */
final class NvidiaGpus {
  private static final List<String> COMMAND =
      List.of(
          "nvidia-smi",
          "--query-gpu=index,memory.used,memory.total,utilization.gpu,power.draw,enforced.power.limit",
          "--format=csv,noheader,nounits");
  private static final double MEGABYTES_OF_MEBIBYTE = 1.048576;
  private static final int SECONDS = 5;
  private static final System.Logger LOG = System.getLogger(NvidiaGpus.class.getName());

  private boolean present;

  private NvidiaGpus(boolean present) {
    this.present = present;
  }

  /** They are asked for once; a machine without them is not asked again. */
  static NvidiaGpus ofThisMachine() {
    NvidiaGpus gpus = new NvidiaGpus(true);
    gpus.present = !gpus.now().isEmpty();
    return gpus;
  }

  /** Empty where there is none. */
  Map<String, Double> now() {
    if (!present) {
      return Map.of();
    }
    try {
      Process process = new ProcessBuilder(COMMAND).redirectErrorStream(true).start();
      process.getOutputStream().close();
      if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return Map.of();
      }
      String said = new String(process.getInputStream().readAllBytes(), UTF_8);
      return process.exitValue() == 0 ? metrics(said) : Map.of();
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "There is no nvidia-smi.", e);
      return Map.of();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Map.of();
    }
  }

  /** Of a line a GPU; what a GPU does not tell ("[N/A]") is left out. */
  static Map<String, Double> metrics(String said) {
    Map<String, Double> metrics = new TreeMap<>();
    for (String line : said.lines().toList()) {
      String[] words = line.split("\\s*,\\s*", -1);
      if (words.length != 6 || !words[0].strip().matches("\\d+")) {
        continue;
      }
      String gpu = "gpu_" + words[0].strip() + "_";
      double memory = number(words[1]);
      double power = number(words[4]);
      metrics.put(gpu + "memory_usage_percentage", rounded(100 * memory / number(words[2])));
      metrics.put(gpu + "memory_usage_megabytes", rounded(memory * MEGABYTES_OF_MEBIBYTE));
      metrics.put(gpu + "utilization_percentage", number(words[3]));
      metrics.put(gpu + "power_usage_watts", rounded(power));
      metrics.put(gpu + "power_usage_percentage", rounded(100 * power / number(words[5])));
    }
    metrics.values().removeIf(value -> !Double.isFinite(value));
    return metrics;
  }

  private static double number(String word) {
    return word.strip().matches("[\\d.]+") ? Double.parseDouble(word.strip()) : Double.NaN;
  }

  private static double rounded(double value) {
    return Double.isFinite(value) ? Math.round(10 * value) / 10.0 : value;
  }
}
