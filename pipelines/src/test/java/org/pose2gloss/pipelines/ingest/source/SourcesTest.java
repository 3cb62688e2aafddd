package org.pose2gloss.pipelines.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pose2gloss.storage.ArchiveLimits;

class SourcesTest {
  private static final String POSE_HEADER =
      "path,spoken_language,signed_language,start,end,words,glosses,priority\n";

  @TempDir private Path folder;
  private final Storage storage = new Storage(new Configuration(), ArchiveLimits.DEFAULT);
  private final List<Candidate> candidates = new ArrayList<>();
  private final List<Rejection> rejections = new ArrayList<>();
  private final List<Rejection> missing = new ArrayList<>();
  private int skipped;

  @Test
  void poseFileThatStandsForASignInTwoLanguagesGetsTwoIds() throws IOException {
    list(
        poses(
            "",
            """
            ase/one.pose,en,ase,0,2720,a,a,0
            ase/one.pose,fr,fsl,0,2720,a,a,0
            gss/two.pose,el,gss,0,100,ll,ll,0
            """));

    assertThat(candidates)
        .extracting(
            one -> one.sample().id(), one -> one.sample().gloss(), one -> one.sample().language())
        .containsExactly(
            tuple("ase/one", "A", "ase"),
            tuple("fsl/one", "A", "fsl"),
            tuple("gss/two", "LL", "gss"));
    assertThat(candidates.get(0).sample().media()).isEqualTo(Media.POSE);
    assertThat(candidates.get(0).locations().get(0).stamp().uri())
        .isEqualTo("file:" + folder + "/ase/one.pose");
    assertThat(candidates.get(0).sample().range()).isEqualTo(SignRange.ofMillis(0, 2720));
  }

  @Test
  void glossPatternSkipsTheOthers() throws IOException {
    list(
        poses("[A-Z]", "a.pose,en,ase,0,1,a,a,0\nb.pose,de,gsg,0,1,ä,ä,0\nc.pose,x,gsg,0,1,,,0\n"));

    assertThat(candidates).extracting(one -> one.sample().gloss()).containsExactly("A");
    assertThat(skipped).isEqualTo(2);
    assertThat(rejections).isEmpty();
  }

  @Test
  void rowsThatMakeNoSampleAreRejectedAndTheOthersStay() throws IOException {
    list(
        poses(
            "",
            "../../etc/passwd,en,ase,0,1,a,a,0\n"
                + "/etc/passwd,en,ase,0,1,a,a,0\n"
                + ",en,ase,0,1,a,a,0\n"
                + "a.pose,en,ase,zero,1,a,a,0\n"
                + "a.pose,en,ase,0,1,a,"
                + "A".repeat(300)
                + ",0\n"
                + "a:b.pose,en,ase,0,1,a,a,0\n"));

    assertThat(candidates).extracting(one -> one.sample().id()).containsExactly("ase/a:b");
    assertThat(rejections).hasSize(5);
    assertThat(rejections.get(0).reason()).contains("leads out of the folder");
    assertThat(rejections.get(1).reason()).contains("leads out of the folder");
    assertThat(rejections.get(2).reason()).isEqualTo("Line 4 has no path.");
    assertThat(rejections.get(3).reason()).contains("start is 'zero', not a whole number");
    assertThat(rejections.get(4).reason()).contains("300 characters");
  }

  @Test
  void labelledVideosTakeTheNamesOfWlaslListsAndNormaliseSplits() throws IOException {
    Files.createDirectories(folder.resolve("videos"));
    Files.writeString(folder.resolve("videos/01.mp4"), "x");
    Files.writeString(folder.resolve("videos/02.mp4"), "y");
    Path labels =
        Files.writeString(
            folder.resolve("labels.csv"),
            """
            \uFEFFfile,video_id,gloss,subset,signer_id,frame_start,frame_end
            01.mp4,one,book,val,7,1,-1
            02.mp4,,drink,train,,,
            03.mp4,three,,holdout,,,
            """);

    LabelledVideos source = videos("videos", labels);
    source.check(storage);
    list(source);

    assertThat(candidates)
        .extracting(
            one -> one.sample().id(),
            one -> one.sample().gloss(),
            one -> one.sample().split(),
            one -> one.sample().signer())
        .containsExactly(
            tuple("one", "book", "validation", "7"), tuple("02", "drink", "train", null));
    assertThat(candidates.get(0).sample().range()).isEqualTo(SignRange.ofFrames(1, -1));
    assertThat(candidates.get(0).sample().language()).isEqualTo("ase");
    assertThat(rejections)
        .singleElement()
        .satisfies(
            rejection -> {
              assertThat(rejection.id()).isEqualTo("three");
              assertThat(rejection.reason()).contains("'holdout' is none of train, validation");
            });
  }

  @Test
  void videoIsFoundByItsIdWhereNoFileIsNamed() throws IOException {
    Files.createDirectories(folder.resolve("videos/deep"));
    Files.writeString(folder.resolve("videos/deep/07069.MKV"), "x");
    Path labels =
        Files.writeString(folder.resolve("l.csv"), "video_id,gloss\n07069,book\n99999,book\n");

    list(videos("videos", labels));

    assertThat(candidates)
        .singleElement()
        .satisfies(
            one ->
                assertThat(one.locations().get(0).stamp().uri())
                    .endsWith("/videos/deep/07069.MKV"));
    assertThat(missing)
        .singleElement()
        .satisfies(one -> assertThat(one.reason()).startsWith("There is no '99999' in file:"));
  }

  @Test
  void folderOfVideosIsListedInOrderWithoutHiddenAndOtherFiles() throws IOException {
    for (String name : List.of("b.mp4", "a/c.webm", ".hidden.mp4", ".git/d.mp4", "notes.txt")) {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, "x");
    }

    list(new UnlabelledVideos("wild", Places.of(folder.toString()), null));

    assertThat(candidates).extracting(one -> one.sample().id()).containsExactly("a/c", "b");
    assertThat(candidates).extracting(one -> one.sample().gloss()).containsOnlyNulls();
  }

  @Test
  void sourceThatCannotBeUsedAtAllSaysWhy() throws IOException {
    Path labels = Files.writeString(folder.resolve("labels.csv"), "video,word\n1,book\n");

    assertThatExceptionOfType(IngestException.class)
        .isThrownBy(
            () ->
                new UnlabelledVideos("wild", Places.of(folder.resolve("none").toString()), null)
                    .check(storage))
        .withMessageContaining("does not exist: check ingest.sources");
    assertThatExceptionOfType(IngestException.class)
        .isThrownBy(() -> videos("", labels).check(storage))
        .withMessageContaining("has no column video_id or file, only [video, word]");
    assertThatExceptionOfType(IngestException.class)
        .isThrownBy(() -> videos("", folder.resolve("none.csv")).check(storage))
        .withMessageContaining("none.csv cannot be read");
    assertThatExceptionOfType(IngestException.class)
        .isThrownBy(() -> new PoseLexicon("p", Places.of("x"), "y", "[A-"))
        .withMessageContaining("no regular expression");
  }

  @Test
  void brokenListIsTakenUpToTheBreak() throws IOException {
    list(poses("", "a.pose,en,ase,0,1,a,a,0\n\"b.pose\"x,en,ase,0,1,a,a,0\n"));

    assertThat(candidates).extracting(one -> one.sample().id()).containsExactly("ase/a");
    assertThat(rejections)
        .singleElement()
        .satisfies(one -> assertThat(one.reason()).startsWith("Nothing after line"));
  }

  @Test
  void millisecondsBecomeFramesThatTheyTouch() {
    // 25 frames a second: a frame is 40 ms; 100..200 ms touches frames 3 (80..120) to 5 (160..200).
    MediaFacts facts = new MediaFacts(null, 1, 1, 25f, 10, 0.4f);

    assertThat(SignRange.ofMillis(100, 200).inFrames(facts)).isEqualTo(SignRange.ofFrames(3, 5));
    assertThat(SignRange.ofMillis(100, 400).inFrames(facts)).isEqualTo(SignRange.ofFrames(3, -1));
    assertThat(SignRange.ofMillis(0, 400).inFrames(facts)).isEqualTo(SignRange.WHOLE);
    assertThat(SignRange.ofMillis(0, 0).inFrames(facts)).isEqualTo(SignRange.WHOLE);
    assertThat(SignRange.ofMillis(0, 80).inFrames(facts)).isEqualTo(SignRange.ofFrames(1, 2));
  }

  private PoseLexicon poses(String pattern, String rows) throws IOException {
    for (String name : List.of("ase/one.pose", "gss/two.pose", "a.pose", "b.pose", "a:b.pose")) {
      Files.createDirectories(folder.resolve(name).getParent());
      Files.writeString(folder.resolve(name), "x");
    }
    Path index = Files.writeString(folder.resolve("index.csv"), POSE_HEADER + rows);
    PoseLexicon source =
        new PoseLexicon("letters", Places.of(folder.toString()), index.toString(), pattern);
    source.check(storage);
    return source;
  }

  private LabelledVideos videos(String path, Path labels) {
    return new LabelledVideos(
        "clips",
        Places.of(folder.resolve(path).toString()),
        Labels.in(labels.toString()),
        "ase",
        false);
  }

  private void list(Source source) throws IOException {
    source.list(
        storage,
        new Listing() {
          @Override
          public void candidate(Candidate candidate) {
            candidates.add(candidate);
          }

          @Override
          public void missing(Sample sample, Rejection rejection) {
            missing.add(rejection);
          }

          @Override
          public void rejected(Rejection rejection) {
            rejections.add(rejection);
          }

          @Override
          public void skipped() {
            skipped++;
          }
        });
  }
}
