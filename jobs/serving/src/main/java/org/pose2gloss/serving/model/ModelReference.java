package org.pose2gloss.serving.model;

import java.io.Serializable;
import java.util.Map;

/**
 * Which model is meant.
 *
 * @param name of the model
 * @param version a number counted from 1, or what else tells one model of that name from another
 * @param runId tracking run that made it; empty if none is known
 * @param tags of the version, as {@code test_accuracy}
 */
public record ModelReference(String name, String version, String runId, Map<String, String> tags)
    implements Serializable {
  /** Keeps the tags as they are. */
  public ModelReference {
    tags = Map.copyOf(tags);
  }

  /** Whether both are the same model, whatever their tags say by now. */
  public boolean isSameModel(ModelReference other) {
    return name.equals(other.name) && version.equals(other.version) && runId.equals(other.runId);
  }

  @Override
  public String toString() {
    return "version " + version + " of " + name;
  }
}
