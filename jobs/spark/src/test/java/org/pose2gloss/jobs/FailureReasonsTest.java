package org.pose2gloss.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import org.junit.jupiter.api.Test;

class FailureReasonsTest {
  @Test
  void sentencesThatDifferInNameAndNumbersAreOneReason() {
    FailureReasons reasons = new FailureReasons();
    reasons.add("The video file:/a/1.mp4 breaks off at picture 3 of 40.", "file:/a/1.mp4");
    reasons.add("The video file:/a/2.mp4 is empty.", "file:/a/2.mp4");
    reasons.add("The video s3a://b/33.mp4 breaks off at picture 17 of 25.", "s3a://b/33.mp4");
    assertThat(reasons.total()).isEqualTo(3);
    assertThat(reasons.commonest(5))
        .containsExactly(
            entry("The video breaks off at picture # of #.", 2L), entry("The video is empty.", 1L));
  }

  @Test
  void rareReasonsAreCountedTogether() {
    FailureReasons reasons = new FailureReasons();
    for (String reason : "a a a b b c d".split(" ", -1)) {
      reasons.add(reason, "x.mp4");
    }
    assertThat(reasons.commonest(2))
        .containsExactly(entry("a", 3L), entry("b", 2L), entry("other reasons", 2L));
  }
}
