package org.pose2gloss.classifier.network;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import java.io.File;
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
    } catch (ExceptionInInitializerError | NoClassDefFoundError e) {
      throw new ClassifierException(
          "TensorFlow's native library could not be loaded on "
              + System.getProperty("os.name")
              + " "
              + System.getProperty("os.arch")
              + ": the build must hold tensorflow-core-native for this platform.",
          e);
    }
  }

  /** Initialised by the class loader: once, by one thread. */
  private static final class Loaded {
    static final String VERSION = start();

    private static String start() {
      // Without these two JavaCPP caps native memory at a multiple of the heap.
      setUnlessSet("org.bytedeco.javacpp.maxBytes", "0");
      setUnlessSet("org.bytedeco.javacpp.maxPhysicalBytes", "0");
      setUnlessSet("ai.djl.offline", "true");
      setUnlessSet("OPT_OUT_TRACKING", "true");
      quietNativeLog();
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

    /**
     * TensorFlow's C++ log has one switch, an environment variable read when its first line is
     * written; 1 leaves warnings and errors. A value that the user has set stays.
     */
    private static void quietNativeLog() {
      if (Platform.isLinux() || Platform.isMac()) {
        Function setenv = NativeLibrary.getInstance(Platform.C_LIBRARY_NAME).getFunction("setenv");
        int unlessSet = 0;
        setenv.invokeInt(new Object[] {"TF_CPP_MIN_LOG_LEVEL", "1", unlessSet});
      }
    }
  }
}
