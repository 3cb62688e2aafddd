package org.pose2gloss.jobs;

import java.util.Locale;
import java.util.Optional;
import org.pose2gloss.command.Settings;

/**
 * When a version may take over.
 *
 * @param kind what counts as worse
 * @param minimumAccuracy least test accuracy
 * @param tolerance how much lower than the present version's the test accuracy may be
 * @param significance below which p a lower accuracy counts as worse
 */
record PromotionRule(Kind kind, double minimumAccuracy, double tolerance, double significance) {
  /** What counts as worse. */
  enum Kind {
    /** A lower test accuracy. */
    NOT_LOWER,
    /** A test accuracy that is lower by more than chance explains. */
    NOT_SIGNIFICANTLY_LOWER
  }

  /** As configured in the section promote. */
  static PromotionRule of(Settings settings) {
    return new PromotionRule(
        Kind.valueOf(settings.text("promote.rule").toUpperCase(Locale.ROOT).replace('-', '_')),
        settings.number("promote.minimum-accuracy"),
        settings.number("promote.tolerance"),
        settings.number("promote.significance"));
  }

  /** Why a version must not be promoted whatever the present one is like, if there is a reason. */
  Optional<String> objection(double accuracy) {
    return accuracy < minimumAccuracy
        ? Optional.of(
            String.format(
                Locale.ROOT,
                "Its test accuracy %.4f is below promote.minimum-accuracy, %.4f.",
                accuracy,
                minimumAccuracy))
        : Optional.empty();
  }

  /** Why the first of two must not take the second's place, if there is a reason. */
  Optional<String> objection(PairedComparison compared) {
    double lacking = compared.second() - compared.first();
    // Counts, not tags: what was rounded must not decide. A hair's breadth is what doubles lose.
    boolean lower = lacking > tolerance + 1e-12;
    boolean worse =
        switch (kind) {
          case NOT_LOWER -> lower;
          case NOT_SIGNIFICANTLY_LOWER -> lower && compared.midP() < significance;
        };
    return worse ? Optional.of("It is worse: " + sentence(compared)) : Optional.empty();
  }

  /** The comparison in words. */
  static String sentence(PairedComparison compared) {
    PairedComparison.Interval interval = compared.difference();
    return String.format(
        Locale.ROOT,
        "test accuracy %.4f against %.4f on the same %d examples; it alone is right on %d, the other alone on %d"
            + " (McNemar's exact p = %.3g, mid-p = %.3g; difference between %+.4f and %+.4f with 95 %% confidence).",
        compared.first(),
        compared.second(),
        compared.examples(),
        compared.onlyFirst(),
        compared.onlySecond(),
        compared.exact(),
        compared.midP(),
        interval.low(),
        interval.high());
  }
}
