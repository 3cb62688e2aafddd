package org.pose2gloss.pipelines.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pose2gloss.pipelines.ingest.source.Identities.Chosen;
import org.pose2gloss.pipelines.ingest.source.Identities.Decision;
import org.pose2gloss.pipelines.ingest.source.Identities.Found;

class IdentitiesTest {
  @Test
  void newIdIsAdded() {
    Decision decision = Identities.sameId(List.of(found("1", "a", 0)), Optional.empty());

    assertThat(decision.chosen()).isEqualTo(new Chosen(row("1", "a"), Outcome.ADDED, 3));
    assertThat(decision.rejections()).isEmpty();
  }

  @Test
  void knownIdWithTheSameContentIsUnchanged() {
    Decision decision = Identities.sameId(List.of(found("1", "a", 0)), Optional.of(row("1", "a")));

    assertThat(decision.chosen()).isNull();
    assertThat(decision.unchanged()).isEqualTo(found("1", "a", 0));
  }

  @Test
  void knownIdWithOtherContentIsUpdated() {
    Decision decision = Identities.sameId(List.of(found("1", "b", 0)), Optional.of(row("1", "a")));

    assertThat(decision.chosen()).isEqualTo(new Chosen(row("1", "b"), Outcome.UPDATED, 3));
  }

  @Test
  void earlierSourceKeepsAnIdInWhateverOrderTheRowsArrive() {
    List<Found> rows = List.of(found("1", "late", 1), found("1", "early", 0));

    for (List<Found> order : List.of(rows, List.of(rows.get(1), rows.get(0)))) {
      Decision decision = Identities.sameId(order, Optional.empty());
      assertThat(decision.chosen().row().sha256()).isEqualTo("early");
      assertThat(decision.rejections())
          .singleElement()
          .satisfies(
              rejection -> {
                assertThat(rejection.outcome()).isEqualTo(Outcome.DUPLICATE);
                assertThat(rejection.reason()).contains("The id '1' is already that of file:/1");
              });
    }
  }

  @Test
  void firstIdOfOneContentIsKept() {
    List<Decision> decisions =
        Identities.sameContent(List.of(added("60308", "x"), added("31559", "x")), List.of());

    assertThat(decisions)
        .filteredOn(decision -> decision.chosen() != null)
        .singleElement()
        .satisfies(decision -> assertThat(decision.chosen().row().id()).isEqualTo("31559"));
    assertThat(decisions)
        .flatExtracting(Decision::rejections)
        .singleElement()
        .satisfies(
            rejection -> {
              assertThat(rejection.id()).isEqualTo("60308");
              assertThat(rejection.reason())
                  .isEqualTo("The file is identical to that of the id '31559', which is kept.");
            });
  }

  @Test
  void idThatTheTableHasIsKeptBeforeANewOne() {
    assertThat(Identities.sameContent(List.of(added("1", "x")), List.of("2")))
        .flatExtracting(Decision::rejections)
        .extracting(Rejection::id)
        .containsExactly("1");
    assertThat(
            Identities.sameContent(
                List.of(added("1", "x"), new Chosen(row("2", "x"), Outcome.UPDATED, 0)), List.of()))
        .flatExtracting(Decision::rejections)
        .extracting(Rejection::id)
        .containsExactly("1");
  }

  private static Chosen added(String id, String sha256) {
    return new Chosen(row(id, sha256), Outcome.ADDED, 0);
  }

  private static Found found(String id, String sha256, int source) {
    return new Found(row(id, sha256), source, 3);
  }

  private static VideoRow row(String id, String sha256) {
    Sample sample = new Sample(id, "book", null, null, null, "s", Media.VIDEO, SignRange.WHOLE);
    MediaFacts facts = new MediaFacts("h264", 640, 480, 25f, 50, 2f);
    return new VideoRow(sample, new FileStamp("file:/" + id, null, 3L, 0L, null), sha256, facts);
  }

  @Test
  void sameFramesOfTheSameBytesAreOneContentHoweverTheyAreWritten() {
    VideoRow whole = row("1", "x");
    VideoRow fromTheStart = with(SignRange.ofFrames(1, -1));
    VideoRow another = with(SignRange.ofFrames(30, 60));

    assertThat(fromTheStart.content()).isEqualTo(whole.content());
    assertThat(with(SignRange.ofFrames(0, 0)).content()).isEqualTo(whole.content());
    assertThat(another.content()).isNotEqualTo(whole.content());
    assertThat(with(SignRange.ofFrames(30, 61)).content()).isNotEqualTo(another.content());
  }

  private static VideoRow with(SignRange range) {
    VideoRow row = row("2", "x");
    return new VideoRow(row.sample().with(range), row.file(), row.sha256(), row.facts());
  }
}
