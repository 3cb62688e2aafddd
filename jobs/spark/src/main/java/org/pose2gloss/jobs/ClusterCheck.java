package org.pose2gloss.jobs;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;
import org.pose2gloss.command.Settings;
import org.pose2gloss.command.UserException;
import org.pose2gloss.tables.CatalogOptions;

/** Refuses, before Spark is started, what a cluster would find out much later or never. */
final class ClusterCheck {
  /** One JVM. */
  private static final Pattern ONE_JVM = Pattern.compile("local(\\[.*])?");

  /** A cluster all of which is on this machine, whose folders are every task's. */
  private static final Pattern THIS_MACHINE =
      Pattern.compile(
          "local-cluster.*|spark://(localhost|127\\.[0-9.]+|\\[?::1]?|0\\.0\\.0\\.0):[0-9]+");

  /**
   * Below this an executor ends as it starts: UnifiedMemoryManager's reserved memory and a half.
   */
  private static final long SPARKS_LEAST_MIB = 450;

  /** Heap of a task beside others: a sequence of the longest video, and buffers of the tables. */
  private static final long HEAP_OF_TASK_MIB = 256;

  /** Beside the heap, in MiB a task: models and tensors, as measured. */
  private static final Map<String, Long> NATIVE_OF_TASK_MIB =
      Map.of("extract", 150L, "train", 1200L, "evaluate", 400L);

  private static final long LEAST_OVERHEAD_MIB = 384;
  private static final double OVERHEAD_FACTOR = 0.1;

  private ClusterCheck() {}

  /** Whether tasks run in other processes than this one. */
  static boolean isCluster(String master) {
    return !ONE_JVM.matcher(master).matches();
  }

  /**
   * Checks what a step asks of a cluster.
   *
   * @param step name of the command
   * @param catalog with its warehouse made absolute
   * @throws UserException if it cannot work there
   */
  static void check(String step, SparkConf conf, Settings settings, CatalogOptions catalog) {
    String master = conf.get("spark.master");
    if (!isCluster(master)) {
      return;
    }
    memory(step, conf);
    boolean isHere = THIS_MACHINE.matcher(master).matches();
    boolean isLocal = catalog.warehouse().startsWith("file:");
    if (isLocal && !isHere && !settings.text("catalog.warehouse").startsWith("file:")) {
      throw ofOneMachine("catalog.warehouse", settings.text("catalog.warehouse"), master);
    }
    String models = settings.text("training.directory");
    if (step.equals("train") && !models.contains(":/") && !(isHere && isLocal)) {
      throw ofOneMachine("training.directory", models, master);
    }
  }

  private static UserException ofOneMachine(String key, String path, String master) {
    return new UserException(
        String.format(
            "%s = %s is a folder of one machine, and tasks run on those of %s: give an address of"
                + " storage that all of them reach, such as s3a://BUCKET/%s, or file:///PATH if it is"
                + " a folder that they share.",
            key, path, master, key.substring(key.indexOf('.') + 1)));
  }

  /** How many run in an executor at a time; a training is one, however many cores there are. */
  private static long tasks(String step, SparkConf conf) {
    int cores = conf.getInt("spark.executor.cores", 1);
    return step.equals("train")
        ? 1
        : Math.max(1, cores / Math.max(1, conf.getInt("spark.task.cpus", 1)));
  }

  private static void memory(String step, SparkConf conf) {
    long heap = conf.getSizeAsMb("spark.executor.memory", "1g");
    long tasks = tasks(step, conf);
    long least = Math.max(SPARKS_LEAST_MIB, HEAP_OF_TASK_MIB * tasks);
    if (heap < least) {
      throw new UserException(
          String.format(
              Locale.ROOT,
              "An executor of %d MiB (spark.executor.memory) is too small for %d task(s) at a time"
                  + " (spark.executor.cores / spark.task.cpus): give it %d MiB or more.",
              heap,
              tasks,
              least));
    }
    String master = conf.get("spark.master");
    long needed = NATIVE_OF_TASK_MIB.getOrDefault(step, 0L) * tasks;
    // Only these end a process that takes more than it said.
    if (master.startsWith("yarn") || master.startsWith("k8s://")) {
      long byFactor =
          (long) (heap * conf.getDouble("spark.executor.memoryOverheadFactor", OVERHEAD_FACTOR));
      long overhead =
          conf.getSizeAsMb(
              "spark.executor.memoryOverhead", Math.max(LEAST_OVERHEAD_MIB, byFactor) + "m");
      if (overhead < needed) {
        throw new UserException(
            String.format(
                Locale.ROOT,
                "%d MiB beside the heap (spark.executor.memoryOverhead) are too little for %d"
                    + " task(s) of '%s' at a time: its models lie there. Set it to %dm or more.",
                overhead,
                tasks,
                step,
                needed));
      }
    }
  }
}
