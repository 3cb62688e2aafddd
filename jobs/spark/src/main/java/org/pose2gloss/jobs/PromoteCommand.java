package org.pose2gloss.jobs;

import java.util.Optional;
import org.pose2gloss.command.Settings;
import org.pose2gloss.command.StepCommand;
import org.pose2gloss.command.StepContext;
import org.pose2gloss.command.UserException;
import org.pose2gloss.tracking.ModelRegistry;
import org.pose2gloss.tracking.RegisteredVersion;
import picocli.CommandLine.Command;

/** {@code promote}: the alias that is served moves to a version that is good enough. */
@Command(
    name = "promote",
    description =
        "Gives a version the alias that is served, if it is not worse than the version that has it.",
    footer = {
      "",
      "Examples:",
      "  pose2gloss promote --conf conf/demo.conf",
      "  pose2gloss promote --set model.version=3 --set promote.minimum-accuracy=0.6"
    })
final class PromoteCommand extends StepCommand<PromoteCommand.Result> {
  /**
   * What was decided.
   *
   * @param model registered model
   * @param version the version in question
   * @param alias the alias in question
   * @param promoted whether it points at the version now
   * @param testAccuracy of the version, 0..1
   * @param previousVersion the version it pointed at before, 0 = none
   * @param reason why, one sentence
   */
  record Result(
      String model,
      int version,
      String alias,
      boolean promoted,
      double testAccuracy,
      int previousVersion,
      String reason) {}

  @Override
  protected Result run(StepContext context) {
    Settings settings = context.settings();
    context.parameters("promote", "model");
    ModelRegistry registry = ModelVersions.registry(context);
    RegisteredVersion candidate = ModelVersions.candidate(context);
    String alias = settings.text("model.alias");
    Optional<RegisteredVersion> present = registry.byAlias(candidate.model(), alias);
    double accuracy =
        accuracy(candidate)
            .orElseThrow(
                () ->
                    new UserException(
                        "Version "
                            + candidate.version()
                            + " of '"
                            + candidate.model()
                            + "' has not been evaluated; run 'pose2gloss evaluate' first."));
    Optional<String> objection = objection(settings, accuracy, present);
    if (objection.isEmpty()) {
      registry.alias(candidate.model(), alias, candidate.version());
    }
    String reason = objection.orElse(String.format("Its test accuracy is %.4f.", accuracy));
    System.err.println(
        objection.isEmpty()
            ? "promote: "
                + alias
                + " is now version "
                + candidate.version()
                + " of "
                + candidate.model()
                + ". "
                + reason
            : "promote: version " + candidate.version() + " was not promoted. " + reason);
    return new Result(
        candidate.model(),
        candidate.version(),
        alias,
        objection.isEmpty(),
        accuracy,
        present.map(RegisteredVersion::version).orElse(0),
        reason);
  }

  /** Why a version must not be promoted, if there is a reason. */
  private static Optional<String> objection(
      Settings settings, double accuracy, Optional<RegisteredVersion> present) {
    double minimum = settings.number("promote.minimum-accuracy");
    if (accuracy < minimum) {
      return Optional.of(
          String.format(
              "Its test accuracy %.4f is below promote.minimum-accuracy, %.4f.",
              accuracy, minimum));
    }
    double toBeat =
        present.flatMap(PromoteCommand::accuracy).orElse(0.0)
            - settings.number("promote.tolerance");
    if (accuracy < toBeat) {
      return Optional.of(
          String.format(
              "Its test accuracy %.4f is below that of version %d, which is %s now: %.4f with promote.tolerance.",
              accuracy, present.get().version(), settings.text("model.alias"), toBeat));
    }
    return Optional.empty();
  }

  private static Optional<Double> accuracy(RegisteredVersion version) {
    String tag = version.tags().get(EvaluateCommand.TEST_ACCURACY);
    try {
      return Optional.ofNullable(tag).map(Double::valueOf);
    } catch (NumberFormatException e) {
      throw new UserException(
          "The tag "
              + EvaluateCommand.TEST_ACCURACY
              + " of version "
              + version.version()
              + " is '"
              + tag
              + "', which is no number; evaluate the version again.",
          e);
    }
  }
}
