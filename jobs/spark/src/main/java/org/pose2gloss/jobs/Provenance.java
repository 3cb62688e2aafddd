package org.pose2gloss.jobs;

import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;
import org.pose2gloss.command.CodeVersion;
import org.pose2gloss.command.StepContext;
import org.pose2gloss.tables.SnapshotInfo;
import org.pose2gloss.tables.Tables;
import org.pose2gloss.tracking.TrackedRun;

/**
 * Where a model comes from: enough to train it again.
 *
 * @param trainingRun tracking run that trained it, empty for none
 * @param codeVersion of this suite
 * @param seed of the training
 * @param examplesSnapshot version of the table examples, by Iceberg's number
 * @param examplesRun tracking run that wrote them, empty if none is known
 * @param parameters the configuration by key
 */
record Provenance(
    String trainingRun,
    String codeVersion,
    long seed,
    String examplesSnapshot,
    String examplesRun,
    TreeMap<String, String> parameters)
    implements Serializable {

  /** Of a training on a version of the examples. */
  static Provenance of(StepContext context, SnapshotInfo examples, String... sections) {
    return new Provenance(
        context.run().map(TrackedRun::id).orElse(""),
        CodeVersion.current(),
        context.settings().longInteger("training.seed"),
        Long.toString(examples.snapshotId()),
        examples.runId(),
        new TreeMap<>(context.settings().flattened(sections)));
  }

  /** As the model's file tells it. */
  Map<String, ?> entries() {
    return Map.of(
        "training_run",
        trainingRun,
        "code_version",
        codeVersion,
        "seed",
        seed,
        "tables",
        Map.of(
            Tables.EXAMPLES.tableName(),
            Map.of("snapshot_id", examplesSnapshot, "made_by_run", examplesRun)),
        "parameters",
        parameters);
  }

  /** The short ones, as tags of a registered version. */
  Map<String, String> tags() {
    return Map.of(
        "code_version", codeVersion,
        "seed", Long.toString(seed),
        "training_snapshot", examplesSnapshot);
  }
}
