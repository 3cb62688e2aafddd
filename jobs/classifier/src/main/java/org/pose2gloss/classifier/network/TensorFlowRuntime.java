package org.pose2gloss.classifier.network;

import java.io.File;
import java.util.Optional;
import org.bytedeco.javacpp.Loader;
import org.pose2gloss.classifier.ClassifierException;
import org.tensorflow.TensorFlow;

/**
 * Loads TensorFlow's native library, once a process, for training and for DJL alike.
 *
 * <p>The order matters: TensorFlow first, through JavaCPP, then DJL is pointed at the folder that
 * JavaCPP extracted to, so that both use one library and DJL never tries to download its own.
 */
public final class TensorFlowRuntime {

  private TensorFlowRuntime() {}

  /**
   * Makes sure that TensorFlow is loaded; to be called before anything of TensorFlow or DJL.
   *
   * @return TensorFlow's version
   * @throws ClassifierException if there is no native library for this platform
   */
  public static String load() {
    try {
      return Loaded.VERSION;
    } catch (LinkageError e) {
      throw new ClassifierException(
          "TensorFlow's native library could not be loaded on "
              + System.getProperty("os.name")
              + " "
              + System.getProperty("os.arch")
              + ": the build must hold tensorflow-core-native for this platform.",
          e);
    }
  }

  /**
   * Loads TensorFlow with CUDA told to use some GPUs only, unless it is loaded already.
   *
   * @param gpus value of {@code CUDA_VISIBLE_DEVICES}
   * @return the value that TensorFlow was loaded with; empty: none was set
   */
  static synchronized Optional<String> loadWithGpus(String gpus) {
    NativeEnvironment.set(VisibleGpus.VARIABLE, gpus);
    load();
    Loaded.GPUS.ifPresentOrElse(
        first -> NativeEnvironment.set(VisibleGpus.VARIABLE, first),
        () -> NativeEnvironment.unset(VisibleGpus.VARIABLE));
    return Loaded.GPUS;
  }

  /** Initialised by the class loader: once, by one thread. */
  private static final class Loaded {
    static final Optional<String> GPUS = NativeEnvironment.get(VisibleGpus.VARIABLE);
    static final String VERSION = start();

    private static String start() {
      // Without these two JavaCPP caps native memory at a multiple of the heap.
      setUnlessSet("org.bytedeco.javacpp.maxBytes", "0");
      setUnlessSet("org.bytedeco.javacpp.maxPhysicalBytes", "0");
      setUnlessSet("ai.djl.offline", "true");
      setUnlessSet("OPT_OUT_TRACKING", "true");
      // The one switch of TensorFlow's C++ log; 1 leaves warnings and errors. The line "MLIR V1
      // optimization pass is not enabled" obeys no switch.
      NativeEnvironment.setUnlessSet("TF_CPP_MIN_LOG_LEVEL", "1");
      // Otherwise the first to come takes nearly all memory of a GPU, whatever it needs.
      NativeEnvironment.setUnlessSet("TF_FORCE_GPU_ALLOW_GROWTH", "true");
      // Numbers of GPUs as nvidia-smi has them; CUDA's own order is by speed.
      NativeEnvironment.setUnlessSet("CUDA_DEVICE_ORDER", "PCI_BUS_ID");
      CudaLibraries.load();
      String version = TensorFlow.version();
      String library = Loader.load(org.tensorflow.internal.c_api.global.tensorflow.class);
      if (library != null) {
        System.setProperty("TENSORFLOW_LIBRARY_PATH", new File(library).getParent());
      }
      return version;
    }

    private static void setUnlessSet(String property, String value) {
      if (System.getProperty(property) == null) {
        System.setProperty(property, value);
      }
    }
  }
}
