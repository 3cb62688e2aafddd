package org.pose2gloss.tracking;

import java.util.Objects;

/**
 * The data that a run read: shown on the run's page, and found again by its digest.
 *
 * @param name as people know it, as {@code pose2gloss.landmarks}
 * @param digest what tells this state of the data from any other, as a table's snapshot id; at most
 *     36 characters
 * @param sourceType kind of source, as {@code iceberg}
 * @param source where the data lie, as a JSON object
 * @param schema columns as a JSON object ({@code {"mlflow_colspec": [{"name", "type"}]}} is what
 *     MLflow's page can show); empty if unknown
 * @param profile counts as a JSON object, as {@code {"num_rows": 10}}; empty if unknown
 * @param context what the run used the data for, as {@code training}, {@code validation}; empty if
 *     nothing special
 */
public record DatasetInput(
    String name,
    String digest,
    String sourceType,
    String source,
    String schema,
    String profile,
    String context) {
  private static final int LONGEST_DIGEST = 36; // mlflow.utils.validation.MAX_DATASET_DIGEST_SIZE
  private static final int LONGEST_NAME = 500; // MAX_DATASET_NAME_SIZE

  public DatasetInput {
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(schema, "schema");
    Objects.requireNonNull(profile, "profile");
    Objects.requireNonNull(context, "context");
    if (name.isEmpty() || name.length() > LONGEST_NAME) {
      throw new IllegalArgumentException("a dataset's name has 1 to 500 characters: " + name);
    }
    if (digest.isEmpty() || digest.length() > LONGEST_DIGEST) {
      throw new IllegalArgumentException(
          "the digest of dataset " + name + " has 1 to 36 characters, not '" + digest + "'");
    }
    if (sourceType.isEmpty()) {
      throw new IllegalArgumentException("dataset " + name + " has no source type");
    }
  }
}
