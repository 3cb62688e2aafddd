package org.pose2gloss.tracking;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * One version of a registered model.
 *
 * @param model the registered model's name
 * @param version counts from 1
 * @param runId the run that made it; empty if none is known
 * @param source where its files lie, in the server's words
 * @param description may be empty
 * @param tags the version's own tags
 * @param aliases as {@code production}, sorted
 * @param createdAt the server's time
 */
public record RegisteredVersion(
    String model,
    int version,
    String runId,
    String source,
    String description,
    Map<String, String> tags,
    List<String> aliases,
    Instant createdAt) {

  public RegisteredVersion {
    tags = Map.copyOf(tags);
    aliases = List.copyOf(aliases);
  }
}
