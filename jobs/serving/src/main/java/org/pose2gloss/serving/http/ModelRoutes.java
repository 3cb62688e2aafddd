package org.pose2gloss.serving.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.Javalin;
import io.javalin.http.Context;
import java.util.List;
import java.util.Map;
import org.pose2gloss.features.PointSelection;
import org.pose2gloss.serving.model.ModelSlot;
import org.pose2gloss.serving.model.ReloadStatus;
import org.pose2gloss.serving.model.ServedModel;

/** What model is in service, and the order to look for another. */
final class ModelRoutes {
  /** Tag that {@code evaluate} leaves on a version. */
  private static final String ACCURACY = "test_accuracy";

  private final ServiceOptions options;
  private final ModelSlot slot;

  /**
   * What is told of the model in service.
   *
   * @param name of the registered model
   * @param version its version
   * @param runId tracking run that made it; empty if none is known
   * @param loadedAt when it came into service, ISO 8601
   * @param labels gloss of each class
   * @param points landmarks a frame that it takes
   * @param landmarks which they are; empty if unknown
   * @param preparation name of the preparation it was trained on; empty if unknown
   * @param maxFrames frames from a clip's start that it looks at
   * @param mostFrames frames of the longest clip that is taken
   * @param testAccuracy top-1 on the test split; null if it was not evaluated
   * @param tags of the version
   * @param provenance where the model comes from
   */
  private record Metadata(
      String name,
      String version,
      String runId,
      String loadedAt,
      List<String> labels,
      int points,
      String landmarks,
      String preparation,
      int maxFrames,
      int mostFrames,
      Double testAccuracy,
      Map<String, String> tags,
      JsonNode provenance) {}

  ModelRoutes(ServiceOptions options, ModelSlot slot) {
    this.options = options;
    this.slot = slot;
  }

  void install(Javalin app) {
    app.get("/metadata", this::metadata);
    app.post("/admin/reload", this::reload);
  }

  private void metadata(Context ctx) {
    ServedModel model =
        slot.hold().orElseThrow(() -> ProblemException.notReady(slot.status().problem()));
    try {
      ctx.json(
          new Metadata(
              model.reference().name(),
              model.reference().version(),
              model.reference().runId(),
              model.loadedAt().toString(),
              model.glosses(),
              model.points(),
              model.preparation().landmarks().map(PointSelection::name).orElse(""),
              model.preparation().name(),
              model.preparation().maxFrames(),
              options.mostFrames(),
              accuracy(model.reference().tags()),
              model.reference().tags(),
              model.provenance().isMissingNode() ? null : model.provenance()));
    } finally {
      model.release();
    }
  }

  private static Double accuracy(Map<String, String> tags) {
    try {
      return tags.containsKey(ACCURACY) ? Double.valueOf(tags.get(ACCURACY)) : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private void reload(Context ctx) {
    if (options.adminToken().isEmpty()) {
      throw ProblemException.of(
          403,
          "Nobody may order a reload: serving.admin-token is not set where this service runs.");
    }
    if (!Secrets.isBearer(ctx, options.adminToken())) {
      throw ProblemException.of(
          401, "A reload needs the header 'Authorization: Bearer TOKEN' with the admin's token.");
    }
    ReloadStatus status = slot.reload();
    if (!status.problem().isEmpty()) {
      throw ProblemException.of(503, status.problem());
    }
    metadata(ctx);
  }
}
