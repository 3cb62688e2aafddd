package org.pose2gloss.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.hadoop.HadoopFileIO;
import org.apache.iceberg.io.FileInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttemptsTest {
  @TempDir Path folder;

  @Test
  void tellsWhatEarlierAttemptsWereAtAndForgetsIt() throws IOException {
    Attempts earlier = attempts("earlier");
    earlier.note(0, 1).at("died here");
    Attempts.Note ended = earlier.note(1, 2);
    ended.at("came to its end");
    ended.done();

    Attempts.Left left = attempts("later").left();
    assertThat(left.contents()).containsExactly("died here");
    attempts("later").forget(left.paths());
    assertThat(attempts("later").left().paths()).isEmpty();
  }

  @Test
  void leavesAloneAFolderThatAStoreListsAsAFile() throws IOException {
    Files.createDirectories(folder.resolve("earlier"));
    Attempts later = attempts("later");
    Attempts.Left left = later.left();
    assertThat(left.contents()).isEmpty();
    later.note(0, 1).at("content");
    later.forget(left.paths());
    assertThat(attempts("another").left().contents()).containsExactly("content");
    later.close();
    assertThat(attempts("another").left().paths()).isEmpty();
  }

  private Attempts attempts(String run) {
    return new Attempts(new FoldersAsFiles(), folder.toString(), run);
  }

  /** Lists a folder as if it were a file in itself, as S3 servers over a file system do. */
  private static final class FoldersAsFiles extends HadoopFileIO {
    private static final long serialVersionUID = 1L;

    FoldersAsFiles() {
      super(new Configuration());
    }

    @Override
    public Iterable<FileInfo> listPrefix(String prefix) {
      List<FileInfo> listed = new ArrayList<>();
      listed.add(new FileInfo(prefix.replaceAll("/$", ""), 0, 0));
      super.listPrefix(prefix).forEach(listed::add);
      return listed;
    }
  }
}
