package org.pose2gloss.classifier.network;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** TensorFlow keeps its GPUs for the life of a process: each test has a process of its own. */
@EnabledOnOs(OS.LINUX)
class VisibleGpusTest {

  /** Asks for the GPUs of each argument in turn and prints what native code is told after it. */
  static final class Program {
    private Program() {}

    public static void main(String[] arguments) {
      for (String argument : arguments) {
        if (argument.equals("load")) {
          TensorFlowRuntime.load();
        } else {
          VisibleGpus.only(argument.isEmpty() ? List.of() : List.of(argument.split(",")), 1);
        }
        System.out.println(
            argument + ": " + natively() + ", TensorFlow sees " + VisibleGpus.seen(1).size());
      }
    }

    private static String natively() {
      return NativeLibrary.getInstance(Platform.C_LIBRARY_NAME)
          .getFunction("getenv")
          .invokeString(new Object[] {"CUDA_VISIBLE_DEVICES"}, false);
    }
  }

  private static List<String> run(Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                Program.class.getName()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().remove(VisibleGpus.VARIABLE);
    builder.environment().putAll(environment);
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    Process process = builder.start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(out).isZero();
    return out.lines().toList();
  }

  @Test
  void nativeCodeIsToldTheAddressesWhateverTheEnvironmentSaidBefore() throws Exception {
    assertThat(run(Map.of(VisibleGpus.VARIABLE, "0,1,2,3"), "2,5"))
        .containsExactly("2,5: 2,5, TensorFlow sees 0");
  }

  @Test
  void noAddressHidesEveryGpu() throws Exception {
    assertThat(run(Map.of(), "")).containsExactly(": -1, TensorFlow sees 0");
  }

  /** On a machine without a GPU, as those that run the tests are, nothing is lost by it. */
  @Test
  void aProcessKeepsTheGpusThatTensorFlowWasLoadedWith() throws Exception {
    assertThat(run(Map.of(), "7", "8"))
        .containsExactly("7: 7, TensorFlow sees 0", "8: 7, TensorFlow sees 0");
    assertThat(run(Map.of(), "load", "8"))
        .containsExactly("load: null, TensorFlow sees 0", "8: null, TensorFlow sees 0");
  }
}
