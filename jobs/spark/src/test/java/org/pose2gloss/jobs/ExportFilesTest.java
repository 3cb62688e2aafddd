package org.pose2gloss.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportFilesTest {
  @Test
  void plainIdIsTheName() {
    assertThat(ExportFiles.name("07069", ".pose")).isEqualTo("07069.pose");
    assertThat(ExportFiles.name("a.b-c_d", ".pose")).isEqualTo("a.b-c_d.pose");
  }

  @Test
  void otherIdsGetANameOfTheirOwnInTheFolder() {
    for (String id :
        new String[] {
          "", "..", "/etc/passwd", "a/b", "a b", ".a", "é", "a\u0000b", "x".repeat(999)
        }) {
      assertThat(ExportFiles.name(id, ".pose")).as(id).matches("[A-Za-z0-9][A-Za-z0-9._-]{11,117}");
    }
    assertThat(ExportFiles.name("a/b", ".pose")).isNotEqualTo(ExportFiles.name("a b", ".pose"));
  }

  @Test
  void fileThatCannotBeWrittenLeavesNothingAndTheOldOneAsItWas(@TempDir Path folder)
      throws IOException {
    org.apache.hadoop.fs.Path into = new org.apache.hadoop.fs.Path(folder.toUri());
    org.apache.hadoop.fs.Path file = new org.apache.hadoop.fs.Path(into, "a.pose");
    try (FileSystem system = ExportFiles.open(into, new Configuration())) {
      ExportFiles.write(system, file, out -> out.write(1));
      assertThatIOException()
          .isThrownBy(
              () ->
                  ExportFiles.write(
                      system,
                      file,
                      out -> {
                        out.write(new byte[] {2, 3});
                        throw new IOException("the disk is full");
                      }));
    }

    assertThat(folder.resolve("a.pose")).hasBinaryContent(new byte[] {1});
    try (var files = Files.list(folder)) {
      assertThat(files).hasSize(1);
    }
  }
}
