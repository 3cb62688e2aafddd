package org.pose2gloss.serving.http;

import io.javalin.Javalin;
import io.javalin.http.Context;
import java.util.Optional;
import org.pose2gloss.serving.http.Prediction.ModelName;
import org.pose2gloss.serving.model.ModelSlot;
import org.pose2gloss.serving.model.ReloadStatus;
import org.pose2gloss.serving.model.ServedModel;

/** Whether the service lives, and whether it can answer. */
final class HealthRoutes {
  private final ModelSlot slot;

  /**
   * What is told.
   *
   * @param status {@code ready}, or {@code starting} before there is a model
   * @param modelLoaded whether there is one
   * @param model in service; null if there is none
   * @param problem why another model that should be in service is not; empty if none should
   */
  private record Health(String status, boolean modelLoaded, ModelName model, String problem) {}

  HealthRoutes(ModelSlot slot) {
    this.slot = slot;
  }

  void install(Javalin app) {
    app.get("/health", this::ready);
    app.get("/health/ready", this::ready);
    app.get("/health/live", ctx -> ctx.json(new Live("live")));
  }

  /**
   * What is told of a process that answers at all.
   *
   * @param status always {@code live}
   */
  private record Live(String status) {}

  private void ready(Context ctx) {
    Optional<ServedModel> model = slot.hold();
    ReloadStatus reload = slot.status();
    ctx.status(model.isPresent() ? 200 : 503)
        .json(
            new Health(
                model.isPresent() ? "ready" : "starting",
                model.isPresent(),
                model.map(ModelName::of).orElse(null),
                reload.problem()));
    model.ifPresent(ServedModel::release);
  }
}
