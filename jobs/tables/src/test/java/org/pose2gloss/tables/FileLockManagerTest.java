package org.pose2gloss.tables;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileLockManagerTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void commitWaitsUntilTheOtherProgramIsDoneOrDead(boolean ends) throws Exception {
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                FileLockManagerTest.class.getName(),
                folder.resolve(".commit.lock").toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (FileLockManager manager = new FileLockManager()) {
      assertThat(other.inputReader().readLine()).isEqualTo("locked");
      String version = folder.resolve("v2.metadata.json").toUri().toString();
      CompletableFuture<Boolean> acquired =
          CompletableFuture.supplyAsync(() -> manager.acquire(version, "me"));
      Thread.sleep(200);
      assertThat(acquired).isNotDone();

      if (ends) {
        other.outputWriter().close();
      } else {
        other.destroyForcibly();
      }

      assertThat(acquired.get(60, TimeUnit.SECONDS)).isTrue();
      assertThat(manager.release(version, "me")).isTrue();
    } finally {
      other.destroyForcibly();
    }
  }

  /** The other program: locks the file, says so, and ends when its input does. */
  public static void main(String[] arguments) throws Exception {
    try (FileChannel channel =
            FileChannel.open(
                Path.of(arguments[0]), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      System.out.println(lock.isValid() ? "locked" : "not locked");
      System.in.readAllBytes();
    }
  }

  @Test
  void localFoldersAreGuardedAndOtherSettingsKept() {
    CatalogOptions local =
        CatalogOptions.hadoop("local", folder.toString()).qualified(new Configuration());

    assertThat(local.properties()).containsEntry("lock-impl", FileLockManager.class.getName());
    assertThat(local.sparkConfiguration(new Configuration()))
        .containsEntry("spark.sql.catalog.local.lock-impl", FileLockManager.class.getName());
  }

  @Test
  void noCommitOfManyThreadsIsLost() throws Exception {
    int threads = 4;
    int commits = 4;
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<?>> done = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        done.add(pool.submit(() -> fill(commits)));
      }
      for (Future<?> one : done) {
        one.get();
      }
    } finally {
      pool.shutdownNow();
    }

    try (Warehouse warehouse = TestTables.open(folder)) {
      Table table = warehouse.existing(Tables.REJECTED);
      assertThat(table.snapshots()).hasSize(threads * commits);
      try (Rows<Record> rows = TableReader.of(table).rows()) {
        assertThat(rows).hasSize(threads * commits);
      }
      assertThat(
              Files.exists(
                  Path.of(folder + "/warehouse/pose2gloss/rejected/metadata/.commit.lock")))
          .isTrue();
    }
  }

  private void fill(int commits) {
    try (Warehouse warehouse = TestTables.open(folder)) {
      Table table = warehouse.openOrCreate(Tables.REJECTED);
      for (int i = 0; i < commits; i++) {
        try (TableWriter writer = TableWriter.open(table)) {
          writer.write(writer.newRow());
          writer.append(CommitNote.of("test"));
        }
      }
    }
  }
}
