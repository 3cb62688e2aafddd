package org.pose2gloss.pipelines.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pose2gloss.storage.ArchiveLimits;

class InspectorTest {
  private static final MediaFacts FACTS = new MediaFacts("h264", 640, 480, 25f, 50, 2f);

  /** SHA-256 of "abc" as FIPS 180-2, appendix B.1, gives it. */
  private static final String SHA_256_OF_ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  @TempDir private Path folder;

  @Test
  void fileIsHashedAndProbedWhereverItLies() throws IOException {
    Path file = Files.writeString(folder.resolve("a b.mp4"), "abc");
    Configuration elsewhere = new Configuration();
    elsewhere.setClass("fs.far.impl", FarFileSystem.class, org.apache.hadoop.fs.FileSystem.class);

    for (String uri : List.of(file.toString(), "far://there" + file)) {
      List<String> seen = new ArrayList<>();
      Inspector.Finding finding =
          inspect(
              elsewhere,
              (name, bytes) -> {
                seen.add(name);
                assertThat(Channels.newInputStream(bytes)).hasContent("abc");
                return FACTS;
              },
              candidate(uri, 3),
              null);

      assertThat(finding.rejection()).isNull();
      assertThat(finding.row().sha256()).isEqualTo(SHA_256_OF_ABC);
      assertThat(finding.row().facts()).isEqualTo(FACTS);
      assertThat(seen).containsExactly(uri);
    }
    // Nothing was copied to anywhere.
    assertThat(folder)
        .isDirectoryContaining(path -> true)
        .isDirectoryNotContaining("glob:**.media");
  }

  @Test
  void largeFileIsReadFromWhereItLiesForHashAndProbeAlike() throws IOException {
    byte[] content = new byte[(16 << 20) + 5];
    content[content.length - 1] = 7;
    Path file = Files.write(folder.resolve("long.mp4"), content);

    Inspector.Finding finding =
        inspect(
            new Configuration(),
            (name, bytes) -> {
              assertThat(Channels.newInputStream(bytes).readAllBytes()).isEqualTo(content);
              return FACTS;
            },
            candidate(file.toString(), content.length),
            null);

    assertThat(finding.row().file().bytes()).isEqualTo(content.length);
  }

  @Test
  void whatCannotBeUsedIsRejectedWithASentence() throws IOException {
    Path empty = Files.createFile(folder.resolve("empty.mp4"));
    Path text = Files.writeString(folder.resolve("text.mp4"), "abc");
    MediaProbe none =
        (name, bytes) -> {
          throw new IOException("No stream of text.mp4 is a video");
        };
    MediaProbe noFrames = (name, bytes) -> new MediaFacts("h264", 1, 1, 25f, 0, 0f);

    assertThat(reason(none, empty.toString(), 0)).isEqualTo("The file is empty.");
    assertThat(reason(none, text.toString(), 3))
        .isEqualTo("The file cannot be read: No stream of text.mp4 is a video.");
    assertThat(reason(none, folder + "/none.mp4", 3)).contains("none.mp4 cannot be opened");
    assertThat(reason(none, folder.toString(), 3)).contains("it is a folder");
    assertThat(reason(noFrames, text.toString(), 3)).isEqualTo("The file has no frames.");
    assertThat(reason(noFrames, text.toString(), 4)).contains("has changed while it was listed");
  }

  @Test
  void unusableFileIsTakenFromTheNextPlaceAndTold() throws IOException {
    Path bad = Files.writeString(folder.resolve("bad.mp4"), "bad");
    Path good = Files.writeString(folder.resolve("good.mp4"), "good");
    MediaProbe probe =
        (name, bytes) -> {
          if (new String(Channels.newInputStream(bytes).readAllBytes(), StandardCharsets.UTF_8)
              .equals("bad")) {
            throw new IOException("It is no video");
          }
          return FACTS;
        };
    List<Location> all = List.of(location(0, bad.toString(), 3), location(2, good.toString(), 4));

    Inspector.Finding finding =
        inspect(new Configuration(), probe, new Candidate(sample(), all), null);

    assertThat(finding.row().file().uri()).isEqualTo(good.toString());
    assertThat(finding.place()).isEqualTo(2);
    assertThat(finding.unusable())
        .containsExactly(
            new Inspector.Unusable(all.get(0).stamp(), "The file cannot be read: It is no video."));

    Inspector.Finding none =
        inspect(
            new Configuration(),
            probe,
            new Candidate(sample(), List.of(all.get(0), all.get(0))),
            null);

    assertThat(none.rejection().reason())
        .isEqualTo(
            "%s: The file cannot be read: It is no video. %<s: The file cannot be read: It is no"
                + " video.",
            bad);
  }

  @Test
  void fileThatTheTableKnowsIsNotOpened() {
    // It does not exist: whoever opened it would fail.
    FileStamp stamp = new FileStamp(folder + "/gone.mp4", null, 3L, 17L, null);
    Candidate candidate = new Candidate(sample(), List.of(new Location(0, stamp, null)));
    VideoRow known = new VideoRow(sample(), stamp, SHA_256_OF_ABC, FACTS);
    MediaProbe never =
        (name, bytes) -> {
          throw new IOException("It is opened");
        };

    assertThat(inspect(new Configuration(), never, candidate, known).row()).isEqualTo(known);
    for (FileStamp changed :
        List.of(
            new FileStamp(stamp.uri(), null, 4L, 17L, null),
            new FileStamp(stamp.uri(), null, 3L, 18L, null),
            new FileStamp(stamp.uri(), "entry", 3L, 17L, null),
            new FileStamp(stamp.uri(), null, 3L, 17L, 9L))) {
      VideoRow other = new VideoRow(sample(), changed, SHA_256_OF_ABC, FACTS);
      assertThat(inspect(new Configuration(), never, candidate, other).row()).isNull();
    }
  }

  private static String reason(MediaProbe probe, String uri, long bytes) {
    return inspect(new Configuration(), probe, candidate(uri, bytes), null).rejection().reason();
  }

  private static Inspector.Finding inspect(
      Configuration configuration, MediaProbe probe, Candidate candidate, VideoRow known) {
    try (Inspector inspector =
        new Inspector(
            new Storage(configuration, ArchiveLimits.DEFAULT), new MediaProbes(probe, probe))) {
      return inspector.inspect(candidate, known);
    }
  }

  private static Candidate candidate(String uri, long bytes) {
    return new Candidate(sample(), List.of(location(0, uri, bytes)));
  }

  private static Location location(int place, String uri, long bytes) {
    return new Location(place, new FileStamp(uri, null, bytes, 0L, null), null);
  }

  private static Sample sample() {
    return new Sample("1", "book", null, null, null, "s", Media.VIDEO, SignRange.WHOLE);
  }

  /** A file system that is not this machine's own, although its files are. */
  public static final class FarFileSystem extends RawLocalFileSystem {
    @Override
    public java.net.URI getUri() {
      return java.net.URI.create("far://there/");
    }

    @Override
    public String getScheme() {
      return "far";
    }
  }
}
