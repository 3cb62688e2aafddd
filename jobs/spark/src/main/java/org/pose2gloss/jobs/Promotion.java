package org.pose2gloss.jobs;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.pose2gloss.command.StepContext;
import org.pose2gloss.command.UserException;
import org.pose2gloss.tracking.AliasHistory;
import org.pose2gloss.tracking.AliasMove;
import org.pose2gloss.tracking.ModelRegistry;
import org.pose2gloss.tracking.RegisteredVersion;
import org.pose2gloss.tracking.RegistryClaim;
import org.pose2gloss.tracking.TrackedRun;
import org.pose2gloss.tracking.Tracking;

/**
 * Moves the alias that is served, one process at a time.
 *
 * <p>Comparing takes as long as it takes and claims nothing. Moving is short: under a claim the
 * alias is looked at again, and if it points elsewhere than what was compared with, the comparison
 * is made anew. The alias is moved before what tells of it, so that a process that dies in between
 * leaves a version that is served and a history that lacks its last line.
 */
final class Promotion {
  private static final String PARENT = "mlflow.parentRunId";

  private final StepContext context;
  private final Tracking tracking;
  private final ModelRegistry registry;
  private final String model;
  private final String alias;
  private final Duration term;

  Promotion(StepContext context) {
    this.context = context;
    this.tracking = context.tracking().orElseThrow();
    this.registry = ModelVersions.registry(context);
    this.model = context.settings().text("model.name");
    this.alias = context.settings().text("model.alias");
    this.term = context.settings().duration("promote.claim-term");
  }

  /** What is to be done with the alias. */
  record Decision(boolean move, RegisteredVersion version, AliasMove.Kind kind, String reason) {}

  /** Decides about the version that the alias points at, empty if there is none. */
  interface Judge {
    /** Says what to do. */
    Decision judge(Optional<RegisteredVersion> present);
  }

  /**
   * Asks, and does what is said, if the alias has not moved meanwhile.
   *
   * @return the decision, with the version that the alias pointed at when it was made
   */
  Outcome run(Judge judge) {
    while (true) {
      Optional<RegisteredVersion> present = registry.byAlias(model, alias);
      Decision decision = judge.judge(present);
      if (!decision.move() || moved(present, decision)) {
        return new Outcome(decision, present.map(RegisteredVersion::version).orElse(0));
      }
    }
  }

  /** What came of it; previous = 0: the alias pointed nowhere. */
  record Outcome(Decision decision, int previous) {}

  /** The version to go back to. */
  RegisteredVersion before(RegisteredVersion present) {
    OptionalInt before = registry.history(model, alias).before(present.version());
    return before.stream()
        .boxed()
        .findFirst()
        .map(
            version ->
                registry
                    .byVersion(model, version)
                    .orElseThrow(
                        () ->
                            new UserException(
                                "The alias '%s' of '%s' was at version %d before, which has been deleted; name one by --set model.version=N --force."
                                    .formatted(alias, model, version))))
        .orElseThrow(
            () ->
                new UserException(
                    "The alias '%s' of '%s' has been nowhere before version %d: there is nothing to go back to."
                        .formatted(alias, model, present.version())));
  }

  private boolean moved(Optional<RegisteredVersion> compared, Decision decision) {
    AliasHistory history = registry.history(model, alias);
    try (RegistryClaim claim = history.claim(term)) {
      int before = compared.map(RegisteredVersion::version).orElse(0);
      if (registry.byAlias(model, alias).map(RegisteredVersion::version).orElse(0) != before) {
        return false;
      }
      claim.check();
      int version = decision.version().version();
      registry.alias(model, alias, version);
      String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
      String run = context.run().map(TrackedRun::id).orElse("");
      history.add(new AliasMove(version, before, decision.kind(), now, run, decision.reason()));
      registry.tag(model, version, alias + "_since", now);
      if (before > 0 && before != version) {
        registry.tag(model, before, alias + "_until", now);
      }
      tagRun(decision.version());
      return true;
    }
  }

  /** The pipeline's run whose model is served now; the training itself where it has no parent. */
  private void tagRun(RegisteredVersion version) {
    if (version.runId().isEmpty()) {
      return;
    }
    Map<String, String> tags = tracking.tags(version.runId());
    String run = tags.getOrDefault(PARENT, version.runId());
    tracking.taggedRuns(tracking.experimentOf(run)).move(alias, model, run);
  }
}
