package org.pose2gloss.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(RealMlflow.class)
class ArtifactsTest {
  private final RealMlflow.Server server;
  @TempDir Path folder;
  private Tracking tracking;

  ArtifactsTest(RealMlflow.Server server) {
    this.server = server;
  }

  @BeforeEach
  void connect() {
    tracking = Tracking.connect(server.uri());
  }

  @AfterEach
  void disconnect() {
    tracking.close();
  }

  @Test
  void filesArriveByteByByteUnderTheirNames() throws Exception {
    Path tree = Files.createDirectories(folder.resolve("tree"));
    byte[] picture = write(tree.resolve("plots/über uns + 50%.png"), 300_000);
    byte[] empty = write(tree.resolve("empty.txt"), 0);
    byte[] single = write(folder.resolve("single.bin"), 17);
    try (TrackedRun run = start("artifacts")) {
      run.artifacts(tree, "report");
      run.artifact(folder.resolve("single.bin"), "");
      assertThat(server.artifact(run.id(), "report/plots/%C3%BCber%20uns%20%2B%2050%25.png"))
          .isEqualTo(picture);
      assertThat(server.artifact(run.id(), "report/empty.txt")).isEqualTo(empty);
      assertThat(server.artifact(run.id(), "single.bin")).isEqualTo(single);
    }
  }

  @Test
  void tablesAreStoredAsMlflowsOwn() throws Exception {
    try (TrackedRun run = start("tables")) {
      run.table(
          "report/a.json",
          List.of("name", "mean"),
          List.of(Arrays.asList("x", 1.5), Arrays.asList(null, Double.NaN)));
      run.table("b.json", List.of("n"), List.of());
      assertThat(new String(server.artifact(run.id(), "report/a.json"), StandardCharsets.UTF_8))
          .isEqualTo("{\"columns\":[\"name\",\"mean\"],\"data\":[[\"x\",1.5],[null,null]]}");
      JsonNode logged = null;
      for (JsonNode tag : server.get("runs/get?run_id=" + run.id()).at("/run/data/tags")) {
        if (tag.path("key").asText().equals("mlflow.loggedArtifacts")) {
          logged = new JsonMapper().readTree(tag.path("value").asText());
        }
      }
      assertThat(logged).isNotNull();
      assertThat(logged.findValuesAsText("path")).containsExactly("report/a.json", "b.json");
      assertThat(logged.findValuesAsText("type")).containsOnly("table");
      assertThatThrownBy(() -> run.table("c.json", List.of("n"), List.of(List.of(1, 2))))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void aFileLargerThanTheHeapIsStreamedUpAndDown() throws Exception {
    Path large = folder.resolve("model/large.bin");
    byte[] unused = write(large, 0);
    assertThat(unused).isEmpty();
    byte[] block = new byte[1 << 20];
    Random random = new Random(7);
    try (var out = Files.newOutputStream(large)) {
      for (int i = 0; i < 96; i++) {
        random.nextBytes(block);
        out.write(block);
      }
    }
    Path back = folder.resolve("back");
    Process child =
        ChildJvm.start(
            "-Xmx40m",
            ArtifactsTest.Streaming.class,
            server.uri().toString(),
            large.getParent().toString(),
            back.toString());
    assertThat(ChildJvm.await(child, 60)).as("exit status").isZero();
    assertThat(Files.mismatch(large, back.resolve("large.bin"))).isEqualTo(-1);
  }

  /** Sends a folder up as a model and fetches it, in a Java process with a small heap. */
  static final class Streaming {
    private Streaming() {}

    public static void main(String[] args) {
      try (Tracking tracking = Tracking.connect(java.net.URI.create(args[0]));
          TrackedRun run = tracking.startRun("artifacts", "streamed", Optional.empty(), Map.of())) {
        run.artifacts(Path.of(args[1]), "model");
        ModelRegistry registry = tracking.registry();
        int version = registry.register("streamed", run.id(), "model", Map.of(), "");
        registry.download(registry.byVersion("streamed", version).orElseThrow(), Path.of(args[2]));
        run.finished();
      }
    }
  }

  @Test
  void aFolderSharedWithTheServerIsWrittenDirectly() throws Exception {
    Path root = folder.resolve("shared folder");
    server.post(
        "experiments/create",
        "{\"name\": \"shared\", \"artifact_location\": \"%s\"}".formatted(root.toUri()));
    byte[] bytes = write(folder.resolve("model/weights.bin"), 1000);
    try (TrackedRun run = tracking.startRun("shared", "run", Optional.empty(), Map.of())) {
      assertThat(run.artifactUri()).startsWith("file:");
      run.artifacts(folder.resolve("model"), "model");
      assertThat(server.artifact(run.id(), "model/weights.bin")).isEqualTo(bytes);
      ModelRegistry registry = tracking.registry();
      int version = registry.register("from a folder", run.id(), "model", Map.of(), "");
      Path back =
          registry.download(
              registry.byVersion("from a folder", version).orElseThrow(), folder.resolve("back"));
      assertThat(Files.readAllBytes(back.resolve("weights.bin"))).isEqualTo(bytes);
    }
  }

  @Test
  void storageThatHadoopReachesIsWrittenDirectly() throws Exception {
    // A file system of Hadoop's that is nobody else's, over a folder of this machine.
    Path storage = Files.createDirectories(folder.resolve("storage"));
    TrackingOptions options =
        TrackingOptions.defaults()
            .withStorage(
                Map.of("fs.viewfs.mounttable.cluster.link./runs", storage.toUri().toString()));
    byte[] bytes = write(folder.resolve("weights.bin"), 1000);
    try (MlflowApi api = new MlflowApi(server.uri(), options)) {
      ArtifactStore store = ArtifactStore.open(api, "viewfs://cluster/runs/7/artifacts");
      String name = "model/variables/weights.bin";
      assertThat(store.list("model")).isEmpty();
      store.put(folder.resolve("weights.bin"), name);
      store.put(folder.resolve("weights.bin"), name); // as after a lost answer
      assertThat(storage.resolve("7/artifacts/" + name)).hasBinaryContent(bytes);
      assertThat(store.list(""))
          .containsExactly(new ArtifactStore.Entry("model", /* directory= */ true, 0));
      Path back = Files.createDirectories(folder.resolve("back"));
      store.getAll("model", back, api);
      assertThat(back.resolve("variables/weights.bin")).hasBinaryContent(bytes);
      assertThatThrownBy(() -> store.get(new ArtifactStore.Entry("a", false, 1), back.resolve("a")))
          .isInstanceOf(TrackingException.class)
          .hasMessageContaining("viewfs://cluster/runs/7/artifacts");
    }
    Configuration patient = new Configuration();
    options.storage().forEach(patient::set);
    patient.set("fs.s3a.retry.limit", "7");
    assertThat(
            FileSystem.get(URI.create("viewfs://cluster/"), patient)
                .getConf()
                .get("fs.s3a.retry.limit"))
        .as("what others of this process take for the same storage")
        .isEqualTo("7");
  }

  @Test
  void storageWithoutALibraryForItIsASentence() throws Exception {
    server.post(
        "experiments/create", "{\"name\": \"bucket\", \"artifact_location\": \"s3://bucket/x\"}");
    server.post("experiments/create", "{\"name\": \"dbfs\", \"artifact_location\": \"dbfs:/x\"}");
    try (TrackedRun run = tracking.startRun("bucket", "run", Optional.empty(), Map.of())) {
      assertThatThrownBy(() -> run.text("a", "a.txt"))
          .isInstanceOf(TrackingException.class)
          .hasMessageContaining("lie at s3a://bucket/x/" + run.id())
          .hasMessageContaining("hadoop-aws");
    }
    try (TrackedRun run = tracking.startRun("dbfs", "run", Optional.empty(), Map.of())) {
      assertThatThrownBy(() -> run.text("a", "a.txt"))
          .isInstanceOf(TrackingException.class)
          .hasMessageContaining("its artifacts lie at dbfs:/x/" + run.id())
          .hasMessageContaining("--serve-artifacts");
    }
  }

  @Test
  void namesThatLeadElsewhereAreRefusedBeforeTheyAreSent() {
    try (TrackedRun run = start("names")) {
      for (String name : new String[] {"../a", "a/../../b", "/etc/a", "a\\b", "a%2fb", "a#b"}) {
        assertThatThrownBy(() -> run.text("x", name))
            .isInstanceOf(TrackingException.class)
            .hasMessageContaining("The artifact name '" + name + "'");
      }
      assertThatThrownBy(() -> run.artifact(folder.resolve("absent.txt"), ""))
          .hasMessageContaining("there is no file")
          .hasMessageContaining("absent.txt");
      assertThatThrownBy(() -> run.artifacts(folder.resolve("absent"), ""))
          .hasMessageContaining("there is no folder");
    }
  }

  private TrackedRun start(String name) {
    return tracking.startRun("artifacts", name, Optional.empty(), Map.of());
  }

  private static byte[] write(Path file, int size) throws IOException {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    Files.createDirectories(file.getParent());
    Files.write(file, bytes);
    return bytes;
  }
}
