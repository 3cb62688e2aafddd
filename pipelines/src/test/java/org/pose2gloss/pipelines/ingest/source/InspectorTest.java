package org.pose2gloss.pipelines.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectorTest {
  private static final MediaFacts FACTS = new MediaFacts("h264", 640, 480, 25f, 50, 2f);

  /** SHA-256 of "abc" as FIPS 180-2, appendix B.1, gives it. */
  private static final String SHA_256_OF_ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  @TempDir private Path folder;

  @Test
  void fileIsHashedAndProbedWhereItLies() throws IOException {
    Path file = Files.writeString(folder.resolve("a b.mp4"), "abc");

    Inspector.Finding finding =
        inspector(
                new Configuration(),
                probed -> {
                  assertThat(probed).isEqualTo(file);
                  return FACTS;
                })
            .inspect(candidate(file.toUri().getPath()));

    assertThat(finding.rejection()).isNull();
    assertThat(finding.row().sha256()).isEqualTo(SHA_256_OF_ABC);
    assertThat(finding.row().bytes()).isEqualTo(3);
    assertThat(finding.row().facts()).isEqualTo(FACTS);
  }

  @Test
  void fileThatLiesElsewhereIsCopiedForTheProbeAndTheCopyDeleted() throws IOException {
    Path file = Files.writeString(folder.resolve("far.mp4"), "abc");
    Configuration elsewhere = new Configuration();
    elsewhere.setClass("fs.far.impl", FarFileSystem.class, org.apache.hadoop.fs.FileSystem.class);
    Path[] copy = new Path[1];

    Inspector.Finding finding =
        inspector(
                elsewhere,
                probed -> {
                  copy[0] = probed;
                  assertThat(probed).hasContent("abc").isNotEqualTo(file);
                  return FACTS;
                })
            .inspect(candidate("far://there" + file));

    assertThat(finding.row().sha256()).isEqualTo(SHA_256_OF_ABC);
    assertThat(copy[0]).doesNotExist();
  }

  @Test
  void whatCannotBeUsedIsRejectedWithASentence() throws IOException {
    Path empty = Files.createFile(folder.resolve("empty.mp4"));
    Path text = Files.writeString(folder.resolve("text.mp4"), "abc");
    Inspector inspector =
        inspector(
            new Configuration(),
            probed -> {
              throw new IOException("No stream of text.mp4 is a video");
            });
    Inspector noFrames =
        inspector(new Configuration(), probed -> new MediaFacts("h264", 1, 1, 25f, 0, 0f));

    assertThat(inspector.inspect(candidate(empty.toString())).rejection().reason())
        .isEqualTo("The file is empty.");
    assertThat(inspector.inspect(candidate(text.toString())).rejection().reason())
        .isEqualTo("The file cannot be read: No stream of text.mp4 is a video.");
    assertThat(inspector.inspect(candidate(folder + "/none.mp4")).rejection().reason())
        .contains("none.mp4 does not exist.");
    assertThat(inspector.inspect(candidate(folder.toString())).rejection().outcome())
        .isEqualTo(Outcome.REJECTED);
    assertThat(noFrames.inspect(candidate(text.toString())).rejection().reason())
        .isEqualTo("The file has no frames.");
  }

  private static Inspector inspector(Configuration configuration, MediaProbe probe) {
    return new Inspector(new Storage(configuration), new MediaProbes(probe, probe));
  }

  private static Candidate candidate(String uri) {
    return new Candidate(
        "1", "book", null, null, null, "s", uri, null, Media.VIDEO, SignRange.WHOLE);
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
