package org.pose2gloss.pipelines.ingest.source;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Decides which rows are new: an id stands for one content, and a content for one id. A content is
 * the same frames of the same bytes: several signs of one film are several.
 *
 * <p>First rows of the same id are settled, then rows of the same content. Decisions depend on
 * neither the order in which rows arrive nor the runner.
 */
public final class Identities {
  private Identities() {}

  /**
   * A row that a run found, with the place of its source in the configuration.
   *
   * @param row the row
   * @param sourceOrder place of its source, from 0; of several rows with one id the first counts
   * @param place number of the source's place that the file is from
   */
  public record Found(VideoRow row, int sourceOrder, int place) implements java.io.Serializable {}

  /**
   * What came of the rows of one id, or of one content.
   *
   * @param chosen row that is new or has changed, with what it does to the table; at most one
   * @param unchanged row that the table has already, or null
   * @param rejections rows that are not taken
   */
  public record Decision(Chosen chosen, Found unchanged, List<Rejection> rejections) {}

  /**
   * A row to be written.
   *
   * @param row the row
   * @param outcome {@link Outcome#ADDED} or {@link Outcome#UPDATED}
   * @param place number of the source's place that the file is from
   */
  public record Chosen(VideoRow row, Outcome outcome, int place) implements java.io.Serializable {}

  /**
   * Settles the rows of one id.
   *
   * @param found rows of this run, one or more
   * @param known the table's row, if any
   */
  public static Decision sameId(Collection<Found> found, Optional<VideoRow> known) {
    List<Found> ordered = new ArrayList<>(found);
    ordered.sort(
        Comparator.comparingInt(Found::sourceOrder)
            .thenComparing(one -> one.row().file().uri())
            // One file listed twice with different labels: any order will do that is always the
            // same.
            .thenComparing(one -> one.row().toString()));
    Found first = ordered.get(0);
    List<Rejection> rejections =
        ordered.stream().skip(1).map(other -> usedTwice(first.row(), other.row())).toList();
    if (known.isEmpty()) {
      return new Decision(new Chosen(first.row(), Outcome.ADDED, first.place()), null, rejections);
    }
    return known.get().equals(first.row())
        ? new Decision(null, first, rejections)
        : new Decision(new Chosen(first.row(), Outcome.UPDATED, first.place()), null, rejections);
  }

  private static Rejection usedTwice(VideoRow first, VideoRow other) {
    return Rejection.of(
        other,
        Outcome.DUPLICATE,
        String.format(
            "The id '%s' is already that of %s from the source '%s'.",
            other.id(), first.file().uri(), first.sample().source()));
  }

  /**
   * Settles the rows of one content.
   *
   * @param chosen rows to be written that have this content
   * @param knownIds ids that the table has for this content and keeps
   * @return rows to be written, at most one, and those that are not
   */
  public static List<Decision> sameContent(Collection<Chosen> chosen, Collection<String> knownIds) {
    List<Chosen> ordered = new ArrayList<>(chosen);
    // A row that the table has had keeps its place before one that is only now coming.
    ordered.sort(
        Comparator.comparing(Chosen::outcome).reversed().thenComparing(one -> one.row().id()));
    List<Decision> decisions = new ArrayList<>();
    String kept = knownIds.isEmpty() ? null : new TreeSet<>(knownIds).first();
    for (Chosen one : ordered) {
      if (kept == null) {
        kept = one.row().id();
        decisions.add(new Decision(one, null, List.of()));
      } else {
        decisions.add(new Decision(null, null, List.of(sameAs(kept, one.row()))));
      }
    }
    return decisions;
  }

  private static Rejection sameAs(String kept, VideoRow row) {
    return Rejection.of(
        row,
        Outcome.DUPLICATE,
        String.format("The file is identical to that of the id '%s', which is kept.", kept));
  }
}
