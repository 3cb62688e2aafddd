package org.pose2gloss.jobs;

import java.io.Serializable;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.TaskContext;
import org.apache.spark.resource.ResourceInformation;
import org.pose2gloss.classifier.ClassifierException;
import org.pose2gloss.classifier.network.VisibleGpus;
import org.pose2gloss.tracking.TrackedRun;

/**
 * What a training computes on, settled in its task before TensorFlow loads.
 *
 * @param kind cpu or gpu
 * @param host name of the machine
 * @param visible what CUDA is told in this process (CUDA_VISIBLE_DEVICES): the addresses that Spark
 *     gave, -1 for none; empty where nothing was told
 * @param notice a sentence for the user, or empty
 */
record TrainingDevice(Kind kind, String host, String visible, String notice)
    implements Serializable {
  /** Of Spark's resource and of its settings. */
  static final String RESOURCE = "gpu";

  /** Notice of a training that may have a GPU and is given none. */
  static final String NONE_GIVEN =
      "The training runs on the CPU: Spark gave it no GPU (spark.executor.resource.gpu.amount = 1"
          + " asks for one, training.device = gpu insists on it).";

  /** The configuration's words. */
  enum Kind {
    AUTO,
    CPU,
    GPU
  }

  /**
   * What the user wants, as it is sent with the task.
   *
   * @param kind what to compute on
   * @param oneMachine whether Spark runs in one process, where it gives no task an address
   * @param ofDriver addresses that Spark gave that process (spark.driver.resource.gpu.*)
   */
  record Wish(Kind kind, boolean oneMachine, List<String> ofDriver) implements Serializable {}

  /**
   * Settles it for this process, for good.
   *
   * @param threads of TensorFlow's sessions
   * @throws ClassifierException if there is to be a GPU and is none
   */
  static TrainingDevice settle(Wish wish, int threads) {
    List<String> given = wish.oneMachine() ? wish.ofDriver() : ofTask();
    boolean chosenBySpark = !wish.oneMachine() || !given.isEmpty();
    if (wish.kind() == Kind.CPU) {
      VisibleGpus.only(List.of(), threads);
      return of(Kind.CPU, "");
    }
    if (chosenBySpark) {
      // A task without an address leaves the machine's GPUs to those that have one.
      VisibleGpus.only(given, threads);
    }
    boolean noneGiven = chosenBySpark && given.isEmpty();
    if (!noneGiven && !VisibleGpus.seen(threads).isEmpty()) {
      return of(Kind.GPU, "");
    }
    String blind =
        "TensorFlow sees none on "
            + thisHost()
            + " (it takes a build with -Pgpu and NVIDIA's driver on the machine)";
    String why = noneGiven ? "Spark gave it none" : blind;
    if (!given.isEmpty()) {
      why = "Spark gave it the GPU " + String.join(",", given) + " and " + blind;
    }
    if (wish.kind() == Kind.GPU) {
      throw new ClassifierException(
          "The training is to run on a GPU (training.device = gpu), but " + why + ".");
    }
    return of(Kind.CPU, noneGiven ? NONE_GIVEN : "The training runs on the CPU: " + why + ".");
  }

  /** Tells it in the log of this process and on the run. */
  void tell(Optional<TrackedRun> run) {
    if (!notice.isEmpty()) {
      System.err.println("train: " + notice);
    }
    run.ifPresent(
        tracked -> {
          tracked.tag("pose2gloss.device", kind.name().toLowerCase(Locale.ROOT) + " on " + host);
          tracked.tag("pose2gloss.cuda_visible_devices", visible);
        });
  }

  private static List<String> ofTask() {
    ResourceInformation gpus = TaskContext.get().resourcesJMap().get(RESOURCE);
    return gpus == null ? List.of() : List.of(gpus.addresses());
  }

  private static TrainingDevice of(Kind kind, String notice) {
    return new TrainingDevice(kind, thisHost(), VisibleGpus.variable().orElse(""), notice);
  }

  private static String thisHost() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "a machine without a name";
    }
  }
}
