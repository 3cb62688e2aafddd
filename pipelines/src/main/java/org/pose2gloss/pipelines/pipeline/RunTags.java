package org.pose2gloss.pipelines.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import org.pose2gloss.command.PipelineWatch;

/** The tags by which pipelines find runs and speak with each other. */
public final class RunTags {
  /** What a run is: {@value #PIPELINE} or the name of a command. */
  public static final String STEP = "pose2gloss.step";

  /** Value of {@link #STEP} on the run of a whole pipeline. */
  public static final String PIPELINE = "pipeline";

  /** Name of the pipeline. */
  public static final String NAME = "pose2gloss.pipeline";

  /** Where its configuration comes from. */
  public static final String OPTIONS = "pose2gloss.pipeline.options";

  /** What was set for this run alone, as JSON as {@link #OPTIONS}. */
  public static final String OWN_OPTIONS = "pose2gloss.pipeline.own-options";

  /** Start of the tags that tell what became of each step. */
  public static final String STATE = "pose2gloss.pipeline.step.";

  /** Who leads the pipeline: one process at a time. */
  public static final String OWNER = PipelineWatch.OWNER;

  /**
   * Value of {@link #OWNER} where a scheduler leads it step by step: whether it goes on is known to
   * the scheduler alone, so that it counts as alive until it is ended.
   */
  public static final String SCHEDULER = "scheduler";

  /** Changes as long as it lives. */
  public static final String HEARTBEAT = "pose2gloss.pipeline.heartbeat";

  /** Set by somebody who wants it to end. */
  public static final String CANCEL = PipelineWatch.CANCEL;

  /** On the run of a step that ended well: what it has done, and with what. */
  public static final String KEY = "pose2gloss.cache-key";

  /** The result record of a step. */
  public static final String RESULT = "pose2gloss.result";

  /** Start of the tags that name versions of tables. */
  public static final String SNAPSHOT = "pose2gloss.snapshot.";

  /** MLflow's own tag of a child run. */
  public static final String PARENT = "mlflow.parentRunId";

  private static final JsonMapper JSON = new JsonMapper();

  private RunTags() {}

  /** The JSON that a tag holds; missing if it holds none. */
  public static JsonNode parsed(String tag) {
    try {
      return tag.isEmpty() ? MissingNode.getInstance() : JSON.readTree(tag);
    } catch (JsonProcessingException e) {
      // Cut short by somebody: as good as none.
      return MissingNode.getInstance();
    }
  }
}
