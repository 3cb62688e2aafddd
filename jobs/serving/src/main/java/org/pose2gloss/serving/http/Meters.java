package org.pose2gloss.serving.http;

import io.javalin.http.Context;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import org.pose2gloss.serving.batch.Admission;
import org.pose2gloss.serving.model.ModelSlot;
import org.pose2gloss.serving.model.ServedModel;

/** What the service tells of itself at {@code /metrics}. */
final class Meters {
  /** Prometheus's text format. */
  static final String MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private Meters() {}

  static PrometheusMeterRegistry registry() {
    PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    new JvmMemoryMetrics().bindTo(meters);
    new JvmThreadMetrics().bindTo(meters);
    new ProcessorMetrics().bindTo(meters);
    new UptimeMetrics().bindTo(meters);
    return meters;
  }

  static void watch(MeterRegistry meters, Admission admission, ModelSlot slot) {
    Gauge.builder("pose2gloss.clips.inside", admission, Admission::taken)
        .description("Clips that are read, waiting or in the network")
        .register(meters);
    Gauge.builder("pose2gloss.clips.most", admission, Admission::most)
        .description("Clips inside beyond which requests are turned away with 429")
        .register(meters);
    Gauge.builder("pose2gloss.model.ready", slot, Meters::ready)
        .description("1 where a model is in service")
        .register(meters);
    Gauge.builder("pose2gloss.model.problem", slot, s -> s.status().problem().isEmpty() ? 0 : 1)
        .description("1 where the model that should be in service is not")
        .register(meters);
    FunctionCounter.builder("pose2gloss.model.loads", slot, s -> s.status().reloads())
        .description("Models that came into service")
        .register(meters);
  }

  private static double ready(ModelSlot slot) {
    var model = slot.hold();
    model.ifPresent(ServedModel::release);
    return model.isPresent() ? 1 : 0;
  }

  /** Counts an answered request by its address, {@code *} where it came to none, and status. */
  static void request(MeterRegistry meters, Context ctx, float millis) {
    Timer.builder("http.server.requests")
        .description("Requests by address and status")
        .tag("method", ctx.method().toString())
        .tag("uri", ctx.matchedPath())
        .tag("status", Integer.toString(ctx.statusCode()))
        .serviceLevelObjectives(
            Duration.ofMillis(10),
            Duration.ofMillis(25),
            Duration.ofMillis(50),
            Duration.ofMillis(100),
            Duration.ofMillis(250),
            Duration.ofMillis(1000))
        .register(meters)
        .record(Duration.ofNanos((long) (millis * 1e6)));
  }
}
