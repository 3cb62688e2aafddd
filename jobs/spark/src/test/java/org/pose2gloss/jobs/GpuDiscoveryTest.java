package org.pose2gloss.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.apache.spark.resource.ResourceInformation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code conf/gpu-discovery.sh} on machines whose nvidia-smi is a script. */
class GpuDiscoveryTest {
  private static final Path SCRIPT =
      Path.of(System.getProperty("pose2gloss.root"), "conf", "gpu-discovery.sh");

  @TempDir private Path folder;

  private record Ended(int status, String out, String err) {}

  private Ended discover(String nvidiaSmi) throws IOException, InterruptedException {
    Path program = Files.writeString(folder.resolve("nvidia-smi"), "#!/bin/sh\n" + nvidiaSmi);
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    ProcessBuilder builder = new ProcessBuilder(List.of(SCRIPT.toString()));
    builder.environment().put("PATH", folder + ":" + System.getenv("PATH"));
    Process process = builder.start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), out, err);
  }

  @Test
  void sparkReadsTheNumbersOfAllGpus() throws Exception {
    Ended ended = discover("[ \"$1\" = --query-gpu=index ] && printf '0\\n1\\n10\\n'\n");
    assertThat(ended.status()).isZero();
    ResourceInformation gpus = ResourceInformation.parseJson(ended.out());
    assertThat(gpus.name()).isEqualTo("gpu");
    assertThat(gpus.addresses()).containsExactly("0", "1", "10");
  }

  @Test
  void aMachineWhoseDriverDoesNotAnswerDeclaresNothing() throws Exception {
    Ended ended = discover("echo 'No devices were found'; exit 6\n");
    assertThat(ended.status()).isEqualTo(1);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err()).contains("this machine has none to declare");
  }

  @Test
  void wordsInPlaceOfNumbersAreNoGpus() throws Exception {
    Ended ended = discover("echo 'No devices were found'\n");
    assertThat(ended.status()).isEqualTo(1);
    assertThat(ended.err()).contains("names no GPU: No devices were found");
  }
}
