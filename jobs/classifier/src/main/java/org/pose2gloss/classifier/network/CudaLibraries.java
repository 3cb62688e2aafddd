package org.pose2gloss.classifier.network;

import java.util.List;
import org.bytedeco.javacpp.Loader;

/**
 * CUDA and cuDNN of the build's profile {@code gpu}. TensorFlow opens them by their names when it
 * first looks for a GPU; those that the process has loaded by then are taken, whatever the machine
 * has installed.
 */
final class CudaLibraries {
  /** What TensorFlow opens, in the order of their needs, as JavaCPP's classes of them. */
  private static final List<String> NAMES =
      List.of(
          "cudart", "nvrtc", "cublas", "cufft", "curand", "cusparse", "cusolver", "cudnn", "nccl");

  private CudaLibraries() {}

  /**
   * Loads those that the build holds; none in a build without the profile.
   *
   * <p>Where one cannot be loaded, as on a machine without NVIDIA's driver, TensorFlow sees no GPU:
   * what that means is for others to say.
   */
  static void load() {
    for (String name : NAMES) {
      try {
        Loader.load(Class.forName("org.bytedeco.cuda.global." + name));
      } catch (ClassNotFoundException e) {
        return;
      } catch (UnsatisfiedLinkError e) {
        System.getLogger(CudaLibraries.class.getName())
            .log(System.Logger.Level.WARNING, "CUDA is not used: {0}", e.getMessage());
        return;
      }
    }
  }
}
