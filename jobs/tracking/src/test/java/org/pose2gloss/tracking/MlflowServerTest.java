package org.pose2gloss.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(RealMlflow.class)
class MlflowServerTest {
  @TempDir Path folder;

  @Test
  void aPortInUseIsNamed() throws Exception {
    try (ServerSocket taken =
        new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
      int port = taken.getLocalPort();
      assertThatThrownBy(() -> MlflowServer.start(RealMlflow.executable(), folder, port))
          .isInstanceOf(TrackingException.class)
          .hasMessageContaining("Port " + port + " of 127.0.0.1 is not to be had")
          .hasMessageContaining("choose another port");
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aMissingMlflowIsNamedWithTheCommandThatInstallsIt() {
    Path absent = folder.resolve("bin/mlflow");
    assertThatThrownBy(() -> MlflowServer.start(absent, folder, 0))
        .isInstanceOf(TrackingException.class)
        .hasMessage("There is no MLflow at %s: run bin/pose2gloss setup to install it.", absent);
  }

  @Test
  void aServerThatCannotStartShowsTheEndOfItsLog() throws Exception {
    Files.writeString(folder.resolve("mlflow.db"), "this is no database, ".repeat(100));
    List<String> progress = new ArrayList<>();
    assertThatThrownBy(
            () ->
                MlflowServer.start(
                    MlflowServerOptions.of(RealMlflow.executable(), folder)
                        .withProgress(progress::add)))
        .isInstanceOf(TrackingException.class)
        .hasMessageContaining("ended while it started; its log " + folder.resolve("mlflow.log"))
        .hasMessageContaining("file is not a database");
    assertThat(progress.get(0)).startsWith("MLflow starts at http://127.0.0.1:");
    assertThat(folder.resolve("mlflow.pid")).doesNotExist();
  }

  @Test
  void aSecondServerInOneFolderIsRefused(RealMlflow.Server shared) {
    assertThat(MlflowServer.running(shared.folder())).contains(shared.uri());
    assertThatThrownBy(() -> MlflowServer.start(RealMlflow.executable(), shared.folder(), 0))
        .isInstanceOf(TrackingException.class)
        .hasMessageContaining("MLflow runs already at " + shared.uri())
        .hasMessageContaining("kill -- -$(cat");
  }

  @Test
  void killingTheJavaProcessLeavesNoServerButADetachedOneStaysTillItIsStopped() throws Exception {
    Process killed = ChildJvm.start("-Xmx64m", Owner.class, folder.toString(), "stay");
    long group = Long.parseLong(line(killed));
    List<ProcessHandle> processes = processes(group);
    assertThat(processes).hasSizeGreaterThanOrEqualTo(2).allMatch(ProcessHandle::isAlive);
    killed.destroyForcibly();
    for (ProcessHandle process : processes) {
      awaitEnd(process);
    }

    // The same folder again, now with a database: a kill must not have spoilt it.
    Process detached = ChildJvm.start("-Xmx64m", Owner.class, folder.toString(), "detach");
    List<ProcessHandle> stays = processes(Long.parseLong(line(detached)));
    assertThat(line(detached))
        .startsWith("MLflow stays up at http://127.0.0.1:")
        .endsWith("stop it with: kill -- -$(cat '" + folder.resolve("mlflow.pid") + "')");
    assertThat(ChildJvm.await(detached, 30)).isZero();
    try {
      URI uri = MlflowServer.running(folder).orElseThrow();
      try (Tracking tracking = Tracking.connect(uri)) {
        assertThat(tracking.experiment("after detaching")).isNotEmpty();
      }
    } finally {
      stays.forEach(ProcessHandle::destroyForcibly);
    }
    for (ProcessHandle process : stays) {
      awaitEnd(process);
    }
    assertThat(MlflowServer.running(folder)).isEmpty();
  }

  /** Starts a server in a Java process of its own. */
  static final class Owner {
    private Owner() {}

    public static void main(String[] args) throws Exception {
      MlflowServer server = MlflowServer.start(RealMlflow.executable(), Path.of(args[0]), 0);
      System.out.println(server.pid());
      if (args[1].equals("detach")) {
        System.out.println(server.detach());
        server.close();
      } else {
        Thread.sleep(120_000);
      }
    }
  }

  @Test
  void stoppingTheJavaProcessEndsItsRunsAsKilled(RealMlflow.Server shared) throws Exception {
    Process child = ChildJvm.start("-Xmx64m", Runner.class, shared.uri().toString());
    String run = line(child);
    child.destroy();
    ChildJvm.await(child, 30);
    assertThat(shared.get("runs/get?run_id=" + run).at("/run/info/status").asText())
        .isEqualTo("KILLED");
  }

  /** Holds a run open in a Java process of its own. */
  static final class Runner {
    private Runner() {}

    public static void main(String[] args) throws Exception {
      Tracking tracking = Tracking.connect(URI.create(args[0]));
      TrackedRun run = tracking.startRun("killed", "run", Optional.empty(), Map.of());
      System.out.println(run.id());
      Thread.sleep(60_000);
    }
  }

  @Test
  void theServerListensOnThisMachineOnly(RealMlflow.Server shared) throws Exception {
    for (InetAddress address : InetAddress.getAllByName(InetAddress.getLocalHost().getHostName())) {
      if (!address.isLoopbackAddress()) {
        assertThatThrownBy(() -> new Socket(address, shared.uri().getPort()).close())
            .isInstanceOf(java.io.IOException.class);
      }
    }
  }

  private static List<ProcessHandle> processes(long group) {
    ProcessHandle server = ProcessHandle.of(group).orElseThrow();
    List<ProcessHandle> all = new ArrayList<>(List.of(server));
    all.addAll(server.descendants().toList());
    return all;
  }

  private static void awaitEnd(ProcessHandle process) throws InterruptedException {
    long end = System.nanoTime() + 15_000_000_000L;
    while (process.isAlive() && System.nanoTime() < end) {
      Thread.sleep(50);
    }
    assertThat(process.isAlive()).as("%s lives on", process.info()).isFalse();
  }

  private static String line(Process process) throws Exception {
    // Unbuffered beyond one line: the next call must find the next line.
    StringBuilder line = new StringBuilder();
    for (int c = process.getInputStream().read(); c != '\n' && c >= 0; ) {
      line.append((char) c);
      c = process.getInputStream().read();
    }
    return line.toString();
  }
}
