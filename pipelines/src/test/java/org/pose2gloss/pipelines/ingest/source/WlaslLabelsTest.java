package org.pose2gloss.pipelines.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pose2gloss.pipelines.ingest.SharedData;
import org.pose2gloss.storage.ArchiveLimits;

class WlaslLabelsTest {
  @TempDir private Path folder;
  private final List<Label> labels = new ArrayList<>();
  private final List<Rejection> rejections = new ArrayList<>();

  @Test
  void instancesBecomeLabelsWhateverTheOrderOfFields() throws IOException {
    read(
        """
        [{"gloss": "book", "instances": [
            {"bbox": [385, 37, 885, 720], "fps": 25, "frame_end": -1, "frame_start": 1,
             "instance_id": 0, "signer_id": 118, "source": "aslbrick", "split": "train",
             "url": "http://aslbricks.org/New/ASL-Videos/book.mp4", "variation_id": 0,
             "video_id": "69241"},
            {"video_id": "07069", "split": "val", "frame_start": 30, "frame_end": 75}]},
         {"instances": [{"video_id": "17710"}], "class_id": 1, "gloss": "drink"}]
        """);

    assertThat(labels)
        .containsExactly(
            new Label("69241", null, "book", "train", "118", null, SignRange.ofFrames(1, -1)),
            new Label("07069", null, "book", "validation", null, null, SignRange.ofFrames(30, 75)),
            new Label("17710", null, "drink", null, null, null, SignRange.WHOLE));
    assertThat(rejections).isEmpty();
  }

  @Test
  void missingAndMistypedFieldsAreASentenceEachAndTheRestGoesIn() throws IOException {
    read(
        """
        [{"gloss": "book", "instances": [
            {"split": "train"},
            {"video_id": 7069},
            {"video_id": "a", "split": 3},
            {"video_id": "b", "split": "holdout"},
            {"video_id": "c", "frame_start": "one"},
            {"video_id": "d", "frame_start": 9, "frame_end": 3},
            {"video_id": "e", "frame_end": 123456789012345678901234567890},
            {"video_id": "f", "signer_id": [1]},
            {"video_id": "g", "frame_start": 99999999999},
            {"video_id": "h", "frame_start": 1.5},
            7,
            {"video_id": "good", "frame_start": null}]},
         {"instances": [{"video_id": "x"}, {"video_id": "y"}]},
         {"gloss": 12, "instances": [{"video_id": "z"}]},
         {"gloss": "no list", "instances": {"video_id": "z"}},
         "nothing",
         {"gloss": "drink"},
         {"gloss": "drink", "instances": [{"video_id": "17710"}]}]
        """);

    assertThat(labels).extracting(Label::id).containsExactly("good", "17710");
    assertThat(rejections.stream().map(one -> one.id() + ": " + one.reason()))
        .containsExactly(
            "null: The instance of 'book' at line 2 has no video_id.",
            "null: The instance of 'book' at line 3: video_id is a number, not a text.",
            "a: The instance of 'book' at line 4: split is a number, not a text.",
            "b: The split 'holdout' is none of train, validation and test.",
            "c: The instance of 'book' at line 6: frame_start is a text, not a whole number.",
            "d: The instance of 'book' at line 7: the sign ends at frame 3, before it starts at"
                + " frame 9.",
            "e: The instance of 'book' at line 8: frame_end is a number of more than 64 bits, not a"
                + " whole number.",
            "f: The instance of 'book' at line 9: signer_id is a list, not a text.",
            "g: The instance of 'book' at line 10: 99999999999 is no number of a frame.",
            "h: The instance of 'book' at line 11: frame_start is a fraction, not a whole number.",
            "null: The instance of 'book' at line 12 has no video_id.",
            "null: The element at line 14 has no gloss: its 2 instances are left out.",
            "null: The element at line 15 has no gloss: its 1 instances are left out.",
            "null: The element at line 16 has instances that are no list.",
            "null: The element at line 17 is no object with gloss and instances.");
  }

  @Test
  void brokenFileIsTakenUpToTheBreak() throws IOException {
    read("[{\"gloss\": \"book\", \"instances\": [{\"video_id\": \"1\"}]},\n{\"gloss\": \"dri");

    assertThat(labels).extracting(Label::id).containsExactly("1");
    assertThat(rejections)
        .singleElement()
        .satisfies(one -> assertThat(one.reason()).startsWith("Nothing after line 2 can be read"));
  }

  @Test
  void depthAndLengthAreBounded() throws IOException {
    read("[{\"gloss\": \"a\", \"instances\": [{\"video_id\": \"1\"}]}, " + "[".repeat(100_000));

    assertThat(labels).hasSize(1);
    assertThat(rejections)
        .singleElement()
        .satisfies(one -> assertThat(one.reason()).contains("nesting depth"));

    labels.clear();
    rejections.clear();
    read("[{\"gloss\": \"" + "a".repeat(1 << 20) + "\"}]");

    assertThat(rejections)
        .singleElement()
        .satisfies(one -> assertThat(one.reason()).hasSizeLessThan(300).contains("length"));
  }

  @Test
  void whatIsNoListIsRefusedBeforeAnyWork() throws IOException {
    for (String content : List.of("{\"00335\": {\"subset\": \"train\"}}", "", "no json")) {
      Path file = Files.writeString(folder.resolve("labels.json"), content);
      assertThatExceptionOfType(IngestException.class)
          .isThrownBy(() -> Labels.in(file.toString()).check(storage(), "s"))
          .withMessageContaining("labels.json");
    }
  }

  @Test
  void officialListsAreReadWhole() throws IOException {
    for (String name : List.of("WLASL300.json", "wlasl2000_rebuilt.json")) {
      Path file = SharedData.folder().resolve("wlasl-metadata").resolve(name);
      assumeTrue(Files.exists(file), () -> "The metadata are not here: there is no " + file);
      labels.clear();
      read(file);
      assertThat(rejections).isEmpty();
      // As the README beside the data counts them.
      assertThat(labels).hasSize(name.equals("WLASL300.json") ? 5_117 : 21_083);
      assertThat(labels.stream().map(Label::gloss).collect(Collectors.toSet()))
          .hasSize(name.equals("WLASL300.json") ? 300 : 2_000);
    }
    // WLASL100 is the first 100 glosses: 1,442 train, 338 validation, 258 test.
    List<String> glosses = labels.stream().map(Label::gloss).distinct().limit(100).toList();
    assertThat(
            labels.stream()
                .filter(label -> glosses.contains(label.gloss()))
                .collect(Collectors.groupingBy(Label::split, Collectors.counting())))
        .containsEntry("train", 1_442L)
        .containsEntry("validation", 338L)
        .containsEntry("test", 258L);
  }

  private void read(String content) throws IOException {
    read(Files.writeString(folder.resolve("labels.json"), content));
  }

  private void read(Path file) throws IOException {
    Labels.in(file.toString())
        .read(
            storage(),
            "s",
            new Listing() {
              @Override
              public void candidate(Candidate candidate) {
                throw new AssertionError();
              }

              @Override
              public void missing(Sample sample, Rejection rejection) {
                throw new AssertionError();
              }

              @Override
              public void rejected(Rejection rejection) {
                rejections.add(rejection);
              }

              @Override
              public void skipped() {
                throw new AssertionError();
              }
            },
            labels::add);
  }

  private static Storage storage() {
    return new Storage(new Configuration(), ArchiveLimits.DEFAULT);
  }
}
