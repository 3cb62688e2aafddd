package org.pose2gloss.benchmarks.generate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OfficialClipsTest {
  @TempDir Path folder;
  private Path list;

  @BeforeEach
  void writeList() throws IOException {
    list = folder.resolve("list.json");
    Files.writeString(
        list,
        """
        [{"gloss": "book", "instances": [
           {"video_id": "1", "split": "train", "frame_start_25fps": 1, "frame_end_25fps": 64, "signer_id": 118},
           {"video_id": "2", "split": "val", "frame_start_25fps": 11, "frame_end_25fps": 20}]},
         {"gloss": "drink", "instances": [
           {"video_id": "3", "split": "test", "frame_start_25fps": 1, "frame_end_25fps": 30},
           {"video_id": "4", "split": "train", "frame_start_25fps": 1, "frame_end_25fps": 40}]}]
        """);
  }

  private List<String> ids(int glosses, double times) throws IOException {
    return OfficialClips.read(list, glosses, times).stream().map(Clip::id).toList();
  }

  @Test
  void takesGlossSplitSignerAndLengthFromTheList() throws IOException {
    List<Clip> clips = OfficialClips.read(list, 0, 1);
    assertThat(clips.get(0)).isEqualTo(new Clip("1", "1", 0, "book", 0, "train", "118", 64));
    assertThat(clips.get(1)).isEqualTo(new Clip("2", "2", 0, "book", 0, "validation", null, 10));
    assertThat(clips.get(2).label()).isEqualTo(1);
  }

  @Test
  void takesTheFirstGlossesOnly() throws IOException {
    assertThat(ids(1, 1)).containsExactly("1", "2");
    assertThat(ids(0, 1)).containsExactly("1", "2", "3", "4");
  }

  @Test
  void takesEveryOtherVideoOrEachTwice() throws IOException {
    assertThat(ids(0, 0.5)).containsExactly("2", "4");
    assertThat(ids(1, 2)).containsExactly("1", "1-2", "2", "2-2");
  }

  @Test
  void copiesHaveContentsAndSeedsOfTheirOwn() throws IOException {
    List<Clip> clips = OfficialClips.read(list, 1, 2);
    assertThat(clips.get(0).sha256()).hasSize(64).isNotEqualTo(clips.get(1).sha256());
    assertThat(clips.get(0).seed(1)).isNotEqualTo(clips.get(1).seed(1));
    assertThat(clips.get(0).seed(1)).isNotEqualTo(clips.get(0).seed(2));
  }
}
