package org.pose2gloss.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Natives are unpacked once a machine: into the folder of Spark that outlives applications. */
class NativeCacheTest {
  @TempDir private Path disk;

  @Test
  void takesTheFirstOfSparksLocalFolders() {
    assertThat(NativeCache.folder(Map.of("SPARK_LOCAL_DIRS", disk.resolve("a") + ",/other")))
        .contains(disk.resolve("a"));
  }

  @Test
  void takesTheFolderAroundThoseOfApplications() {
    Path ofExecutor = disk.resolve("spark-1/executor-2");
    assertThat(NativeCache.folder(Map.of("SPARK_EXECUTOR_DIRS", ofExecutor.toString())))
        .contains(disk);
  }

  @Test
  void isJavaCppsOwnWhereThereIsNoneOrItCannotBeMade() throws IOException {
    assertThat(NativeCache.folder(Map.of())).isEmpty();
    Path file = Files.createFile(disk.resolve("file"));
    assertThat(NativeCache.folder(Map.of("SPARK_LOCAL_DIRS", file.resolve("a").toString())))
        .isEmpty();
  }
}
