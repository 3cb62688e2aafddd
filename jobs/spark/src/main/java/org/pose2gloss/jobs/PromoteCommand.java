package org.pose2gloss.jobs;

import java.util.Locale;
import java.util.Optional;
import org.pose2gloss.command.StepCommand;
import org.pose2gloss.command.StepContext;
import org.pose2gloss.command.UsageException;
import org.pose2gloss.command.UserException;
import org.pose2gloss.tracking.AliasMove;
import org.pose2gloss.tracking.ModelRegistry;
import org.pose2gloss.tracking.RegisteredVersion;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code promote}: the alias that is served moves to a version that is good enough. */
@Command(
    name = "promote",
    description =
        "Gives a version the alias that is served, if it is not worse than the version that has it.",
    footer = {
      "",
      "Examples:",
      "  pose2gloss promote --conf conf/demo.conf",
      "  pose2gloss promote --set model.version=3 --set promote.minimum-accuracy=0.6",
      "  pose2gloss promote --set model.version=3 --force",
      "  pose2gloss promote --rollback          goes back to the version that was served before"
    })
final class PromoteCommand extends StepCommand<PromoteCommand.Result> {
  @Option(names = "--force", description = "Promotes the version even if it is worse.")
  private boolean force;

  @Option(
      names = "--rollback",
      description = "Moves the alias back to the version that it pointed at before.")
  private boolean rollback;

  /**
   * What was decided. Without a version to compare with, the numbers of the comparison are NaN and
   * 0.
   *
   * @param model registered model
   * @param version the version in question
   * @param alias the alias in question
   * @param promoted whether it points at the version now
   * @param testAccuracy of the version, 0..1
   * @param previousVersion the version it pointed at before, 0 = none
   * @param previousTestAccuracy of that version on the same examples
   * @param examples test examples that both were asked about
   * @param onlyNewRight examples that only the version in question got right
   * @param onlyPreviousRight examples that only the previous one got right
   * @param mcnemarP McNemar's exact test, two-sided
   * @param mcnemarMidP its mid-p form
   * @param differenceLow lower bound (95 %) of the difference of the accuracies
   * @param differenceHigh upper bound of it
   * @param reason why, one sentence
   */
  record Result(
      String model,
      int version,
      String alias,
      boolean promoted,
      double testAccuracy,
      int previousVersion,
      double previousTestAccuracy,
      long examples,
      long onlyNewRight,
      long onlyPreviousRight,
      double mcnemarP,
      double mcnemarMidP,
      double differenceLow,
      double differenceHigh,
      String reason) {}

  private PairedComparison compared;

  @Override
  protected Result run(StepContext context) {
    if (force && rollback) {
      throw new UsageException("--force and --rollback cannot be had together.");
    }
    context.parameters("promote", "model");
    ModelRegistry registry = ModelVersions.registry(context);
    Promotion promotion = new Promotion(context);
    Promotion.Outcome outcome;
    if (rollback) {
      outcome = promotion.run(present -> back(context, promotion, present));
    } else {
      EvaluatedVersion candidate = EvaluatedVersion.of(ModelVersions.candidate(context));
      outcome = promotion.run(present -> judge(context, candidate, present));
    }
    Result result = result(context, outcome);
    String said =
        result.promoted()
            ? "%s is now version %d of %s. %s"
                .formatted(result.alias(), result.version(), result.model(), result.reason())
            : "version %d was not promoted. %s".formatted(result.version(), result.reason());
    System.err.println("promote: " + said);
    registry.tag(result.model(), result.version(), "promotion", said);
    return result;
  }

  private Promotion.Decision back(
      StepContext context, Promotion promotion, Optional<RegisteredVersion> present) {
    RegisteredVersion now =
        present.orElseThrow(
            () ->
                new UserException(
                    "The registered model '%s' has no version with the alias '%s', so there is nothing to go back from."
                        .formatted(
                            context.settings().text("model.name"),
                            context.settings().text("model.alias"))));
    return new Promotion.Decision(
        true,
        promotion.before(now),
        AliasMove.Kind.ROLLED_BACK,
        "Rolled back from version " + now.version() + ".");
  }

  private Promotion.Decision judge(
      StepContext context, EvaluatedVersion candidate, Optional<RegisteredVersion> present) {
    compared = null;
    RegisteredVersion version = candidate.version();
    if (present.map(RegisteredVersion::version).filter(v -> v == version.version()).isPresent()) {
      return new Promotion.Decision(
          false, version, AliasMove.Kind.PROMOTED, "It has the alias already.");
    }
    Optional<String> objection;
    try {
      objection = objection(context, candidate, present);
    } catch (UserException e) {
      // A comparison that cannot be made is no reason against what somebody insists on.
      if (!force) {
        throw e;
      }
      objection = Optional.of(e.getMessage());
    }
    if (objection.isEmpty()) {
      return new Promotion.Decision(
          true,
          version,
          AliasMove.Kind.PROMOTED,
          compared == null
              ? String.format(Locale.ROOT, "Its test accuracy is %.4f.", candidate.accuracy())
              : "It is not worse: " + PromotionRule.sentence(compared));
    }
    return force
        ? new Promotion.Decision(true, version, AliasMove.Kind.FORCED, "Forced. " + objection.get())
        : new Promotion.Decision(false, version, AliasMove.Kind.PROMOTED, objection.get());
  }

  /** Why a version must not be promoted, if there is a reason. */
  private Optional<String> objection(
      StepContext context, EvaluatedVersion candidate, Optional<RegisteredVersion> present) {
    PromotionRule rule = PromotionRule.of(context.settings());
    Optional<String> absolute = rule.objection(candidate.accuracy());
    if (absolute.isPresent() || present.isEmpty()) {
      return absolute;
    }
    EvaluatedVersion other = EvaluatedVersion.of(present.get());
    if (!candidate.sameExamples(other)) {
      return Optional.of(
          ("Version %d, which has the alias, was evaluated on other examples (%s) than version %d (%s); %s"
                  + " on the newest examples and do the same for version %d, or promote with --force where that"
                  + " cannot be because it knows other glosses.")
              .formatted(
                  other.version().version(),
                  place(other),
                  candidate.version().version(),
                  place(candidate),
                  EvaluatedVersion.howToEvaluate(other.version()),
                  candidate.version().version()));
    }
    compared = candidate.against(other, context.warehouse());
    return rule.objection(compared);
  }

  private static String place(EvaluatedVersion version) {
    return version.snapshot().isEmpty()
        ? "it is not known which"
        : "preparation '%s', snapshot %s".formatted(version.preparation(), version.snapshot());
  }

  private Result result(StepContext context, Promotion.Outcome outcome) {
    Promotion.Decision decision = outcome.decision();
    String alias = context.settings().text("model.alias");
    RegisteredVersion version = decision.version();
    double accuracy = accuracy(version);
    boolean has = decision.move() || outcome.previous() == version.version();
    if (compared == null) {
      return new Result(
          version.model(),
          version.version(),
          alias,
          has,
          accuracy,
          outcome.previous(),
          Double.NaN,
          0,
          0,
          0,
          Double.NaN,
          Double.NaN,
          Double.NaN,
          Double.NaN,
          decision.reason());
    }
    PairedComparison.Interval interval = compared.difference();
    return new Result(
        version.model(),
        version.version(),
        alias,
        has,
        compared.first(),
        outcome.previous(),
        compared.second(),
        compared.examples(),
        compared.onlyFirst(),
        compared.onlySecond(),
        compared.exact(),
        compared.midP(),
        interval.low(),
        interval.high(),
        decision.reason());
  }

  /** A rollback goes to a version whatever is known of it. */
  private double accuracy(RegisteredVersion version) {
    try {
      return EvaluatedVersion.of(version).accuracy();
    } catch (UserException e) {
      if (rollback) {
        return Double.NaN;
      }
      throw e;
    }
  }
}
