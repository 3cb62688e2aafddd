package org.pose2gloss.classifier.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.javacpp.BytePointer;
import org.pose2gloss.classifier.ClassifierException;
import org.tensorflow.internal.c_api.TF_DeviceList;
import org.tensorflow.internal.c_api.TF_Graph;
import org.tensorflow.internal.c_api.TF_Session;
import org.tensorflow.internal.c_api.TF_SessionOptions;
import org.tensorflow.internal.c_api.TF_Status;
import org.tensorflow.internal.c_api.global.tensorflow;
import org.tensorflow.proto.ConfigProto;

/**
 * Which of the machine's GPUs TensorFlow uses in this process.
 *
 * <p>CUDA is told by its environment variables, which it reads once, when it starts: nothing in the
 * process gets at another GPU, whatever it asks for. (TensorFlow's own {@code visible_device_list}
 * hides GPUs from its sessions only after it has opened them all.) They are set before TensorFlow
 * loads and hold until the process ends.
 */
public final class VisibleGpus {
  /** Read by CUDA: comma-separated numbers or UUIDs of GPUs. */
  static final String VARIABLE = "CUDA_VISIBLE_DEVICES";

  /** No GPU has this number: CUDA takes it for none at all. */
  static final String NONE = "-1";

  private VisibleGpus() {}

  /**
   * Loads TensorFlow with these GPUs and no other.
   *
   * @param addresses numbers in the order of nvidia-smi, or UUIDs; empty: none
   * @param threads as {@link #seen}
   * @throws ClassifierException if this process has begun to use others before
   */
  public static void only(List<String> addresses, int threads) {
    String wanted = addresses.isEmpty() ? NONE : String.join(",", addresses);
    Optional<String> had = TensorFlowRuntime.loadWithGpus(wanted);
    // Where TensorFlow sees no GPU it is of no matter which ones it was to see.
    if (!had.equals(Optional.of(wanted)) && !seen(threads).isEmpty()) {
      throw new ClassifierException(
          String.format(
              "This process uses %s already and cannot change to %s: TensorFlow keeps the GPUs that"
                  + " it was started with. Run the training in a process of its own.",
              had.map(gpus -> "the GPU " + gpus).orElse("all GPUs"),
              addresses.isEmpty() ? "none" : "the GPU " + wanted));
    }
  }

  /** What CUDA is told in this process, as a native library reads it; empty: all GPUs. */
  public static Optional<String> variable() {
    return NativeEnvironment.get(VARIABLE);
  }

  /**
   * The GPUs that TensorFlow sees, by its names; none where it is built without CUDA, or CUDA's
   * driver is missing.
   *
   * @param threads as the later sessions' {@code intra_op_parallelism_threads}: the first session
   *     of a process, which may be the one that is asked here, decides for all; 0: all cores
   */
  public static List<String> seen(int threads) {
    TensorFlowRuntime.load();
    ConfigProto config = ConfigProto.newBuilder().setIntraOpParallelismThreads(threads).build();
    List<String> gpus = new ArrayList<>();
    try (TF_Status status = TF_Status.newStatus();
        TF_Graph graph = TF_Graph.newGraph();
        TF_SessionOptions options = TF_SessionOptions.newSessionOptions();
        BytePointer bytes = new BytePointer(config.toByteArray())) {
      tensorflow.TF_SetConfig(options, bytes, bytes.capacity(), status);
      status.throwExceptionIfNotOK();
      try (TF_Session session = TF_Session.newSession(graph, options, status)) {
        status.throwExceptionIfNotOK();
        TF_DeviceList devices = tensorflow.TF_SessionListDevices(session, status);
        status.throwExceptionIfNotOK();
        for (int i = 0; i < tensorflow.TF_DeviceListCount(devices); i++) {
          if ("GPU".equals(tensorflow.TF_DeviceListType(devices, i, status).getString())) {
            gpus.add(tensorflow.TF_DeviceListName(devices, i, status).getString());
          }
        }
        tensorflow.TF_DeleteDeviceList(devices);
      }
    }
    return gpus;
  }
}
