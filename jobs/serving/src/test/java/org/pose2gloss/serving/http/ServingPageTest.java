package org.pose2gloss.serving.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pose2gloss.classifier.Example;
import org.pose2gloss.features.LandmarkSequence;
import org.pose2gloss.features.PointSelection;
import org.pose2gloss.features.PoseFile;
import org.pose2gloss.features.SelectedPoints;
import org.pose2gloss.serving.TestModel;
import org.pose2gloss.serving.model.FolderSource;

/** The examples of docs/serving.md, as they are written there. */
class ServingPageTest {
  private static final Example CLIP = TestModel.clip(6, 3);

  @TempDir static Path folder;

  @Test
  void everyExampleIsAnswered() throws Exception {
    assumeThat(Path.of("/usr/bin/curl")).as("curl; skipped without it").exists();
    makeFiles();
    Path model = TestModel.make(folder.resolve("made"), 1);
    Files.move(model, folder.resolve("pose2gloss"));
    try (TestService service =
        TestService.start(TestService.options(), new FolderSource(folder.resolve("pose2gloss")))) {
      List<String> lines = examples();
      assertThat(lines).hasSizeGreaterThan(8);
      for (String line : lines) {
        // What is not there to be sent is not sent: a video takes seconds, MediaTest sends one.
        if (!line.contains("clip.mp4")) {
          runs(line, service.uri("").toString());
        }
      }
    }
  }

  private static List<String> examples() throws IOException {
    String page =
        Files.readString(
            Path.of(System.getProperty("pose2gloss.root", "../.."), "docs", "serving.md"), UTF_8);
    return page.lines().filter(line -> line.contains("curl ")).toList();
  }

  private static void runs(String line, String url) throws Exception {
    Path said = folder.resolve("said");
    ProcessBuilder bash =
        new ProcessBuilder(
                "bash",
                "-ec",
                "set -o pipefail; curl() { command curl -sS --fail-with-body \"$@\"; }; " + line)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile());
    bash.environment().put("URL", url);
    bash.environment().put("POSE2GLOSS_ADMIN_TOKEN", TestService.options().adminToken());
    Process process = bash.start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(line).isTrue();
    assertThat(process.exitValue()).as(line + "\n" + Files.readString(said)).isZero();
    assertThat(said).isNotEmptyFile();
  }

  private static void makeFiles() throws IOException {
    String clip = TestModel.json(CLIP);
    write("clip.json", "{\"landmarks\": " + clip + ", \"top_n\": 5}");
    write("clips.json", "{\"clips\": [" + clip + ", " + clip + "]}");
    write(
        "input.json",
        "{\"inputs\": [{\"name\": \"landmarks\", \"datatype\": \"FP32\", \"shape\": [1, 6, 180, 3],"
            + " \"data\": "
            + IntStream.range(0, CLIP.xyz().length).mapToObj(i -> CLIP.xyz()[i]).toList()
            + "}]}");
    write("input.json", Files.readString(folder.resolve("input.json")).replace("NaN", "null"));
    String header = "{'descr': '<f4', 'fortran_order': False, 'shape': (6, 180, 3), }\n";
    ByteBuffer numpy =
        ByteBuffer.allocate(10 + header.length() + CLIP.xyz().length * Float.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN);
    numpy.put((byte) 0x93).put("NUMPY".getBytes(UTF_8)).put((byte) 1).put((byte) 0);
    numpy.putShort((short) header.length()).put(header.getBytes(UTF_8));
    numpy.asFloatBuffer().put(CLIP.xyz());
    Files.write(folder.resolve("clip.npy"), numpy.array());
    LandmarkSequence sequence =
        PointSelection.wlasl180()
            .sequence(SelectedPoints.of(6, TestModel.POINTS, CLIP.xyz()), 25, 640, 480);
    try (OutputStream file = Files.newOutputStream(folder.resolve("clip.pose"))) {
      PoseFile.write(sequence, file);
    }
  }

  private static void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }
}
