package org.pose2gloss.serving.http;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.json.JavalinJackson;
import io.javalin.plugin.bundled.CorsPluginConfig;
import io.javalin.router.ParsedEndpoint;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.regex.Pattern;
import org.eclipse.jetty.server.handler.StatisticsHandler;
import org.pose2gloss.serving.batch.Admission;
import org.pose2gloss.serving.batch.Batcher;
import org.pose2gloss.serving.model.ModelSlot;
import org.pose2gloss.serving.trace.TraceStore;
import org.pose2gloss.serving.trace.Traces;
import org.pose2gloss.serving.video.VideoWorkers;

/** The HTTP server. */
public final class PredictionService implements AutoCloseable {
  /** Addresses that need no key. */
  private static final Pattern OPEN =
      Pattern.compile("/|/health(/.*)?|/page/.*|/swagger(\\.js)?|/webjars/.*|/openapi\\.json");

  private final URI uri;
  private final Batcher batcher;
  private final VideoWorkers workers;
  private final Traces traces;
  private final Javalin app;

  private PredictionService(
      URI uri, Batcher batcher, VideoWorkers workers, Traces traces, Javalin app) {
    this.uri = uri;
    this.batcher = batcher;
    this.workers = workers;
    this.traces = traces;
    this.app = app;
  }

  /**
   * Starts to listen.
   *
   * @param store keeps traces, where the options want any
   * @throws io.javalin.util.JavalinBindException if the port is taken
   */
  public static PredictionService start(ServiceOptions options, ModelSlot slot, TraceStore store) {
    PrometheusMeterRegistry meters = Meters.registry();
    Batcher batcher = new Batcher(options.batch(), meters);
    Admission admission =
        new Admission(options.places(), () -> batcher.clipsWithin(options.queueTime()));
    Meters.watch(meters, admission, slot);
    Traces traces = new Traces(options.trace(), store, meters);
    Javalin app = Javalin.create(config -> configure(config, options, meters));
    app.before(RequestIds::give);
    if (!options.apiKey().isEmpty()) {
      app.before(ctx -> requireKey(ctx, options.apiKey()));
    }
    Problems.install(app);
    new HealthRoutes(slot).install(app);
    new ModelRoutes(options, slot).install(app);
    Executor answering = task -> app.jettyServer().threadPool().execute(task);
    Asks asks =
        new Asks(
            options, new House(slot, admission, batcher, traces, answering, options.timeLimit()));
    new PredictRoutes(asks).install(app);
    new InferenceRoutes(slot, asks).install(app);
    VideoWorkers workers = new VideoWorkers(options.video());
    new MediaRoutes(options.video(), asks, workers).install(app);
    new DocumentRoutes(slot).install(app);
    app.get("/metrics", ctx -> ctx.contentType(Meters.MEDIA_TYPE).result(meters.scrape()));
    app.start();
    String scheme = options.tls().isPresent() ? "https://" : "http://";
    URI uri = URI.create(scheme + options.host() + ":" + app.port());
    return new PredictionService(uri, batcher, workers, traces, app);
  }

  private static void configure(
      JavalinConfig config, ServiceOptions options, PrometheusMeterRegistry meters) {
    config.showJavalinBanner = false;
    config.startupWatcherEnabled = false;
    config.http.prefer405over404 = true;
    config.http.generateEtags = false;
    // Whatever is done later has a time limit of its own.
    config.http.asyncTimeout = 0L;
    config.jsonMapper(
        new JavalinJackson(
            JsonMapper.builder()
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .build(),
            false));
    config.staticFiles.enableWebjars();
    config.requestLogger.http(
        (ctx, millis) -> {
          Meters.request(meters, ctx, millis);
          if (options.accessLog()) {
            AccessLog.write(ctx, millis);
          }
        });
    if (!options.allowedOrigins().isEmpty()) {
      config.bundledPlugins.enableCors(
          cors -> cors.addRule(rule -> allowOrigins(rule, options.allowedOrigins())));
    }
    config.jetty.addConnector((server, http) -> Connectors.make(server, options));
    config.jetty.modifyServer(
        server -> {
          server.setErrorHandler(new PlainErrors());
          // Waits for requests at hand when the server stops.
          server.setHandler(new StatisticsHandler());
          server.setStopTimeout(options.timeLimit().toMillis());
        });
  }

  private static void allowOrigins(CorsPluginConfig.CorsRule rule, List<String> origins) {
    if (origins.contains("*")) {
      rule.anyHost();
    } else {
      rule.allowHost(origins.get(0), origins.subList(1, origins.size()).toArray(String[]::new));
    }
    rule.exposeHeader(RequestIds.HEADER);
    rule.exposeHeader("Retry-After");
  }

  /** Health stays open for whoever starts and stops services, and so do pages without data. */
  private static void requireKey(Context ctx, String key) {
    // A browser asks by OPTIONS, without the key, whether a page of another origin may ask at all.
    boolean isOpen = ctx.method() == HandlerType.OPTIONS || OPEN.matcher(ctx.path()).matches();
    if (!isOpen && !Secrets.isKey(ctx, key)) {
      throw ProblemException.of(
          401, "This service needs its key in the header %s.".formatted(Secrets.API_KEY));
    }
  }

  /** Where it listens. */
  public URI uri() {
    return uri;
  }

  /** Every method and path that it serves, as {@code POST /predict}. */
  List<String> addresses() {
    return app.unsafeConfig().pvt.internalRouter.allHttpHandlers().stream()
        .map(ParsedEndpoint::getEndpoint)
        .filter(endpoint -> endpoint.getMethod().isHttpMethod())
        .map(endpoint -> endpoint.getMethod() + " " + endpoint.getPath())
        .toList();
  }

  /** Takes no more requests, and ends when those at hand are answered or their time is over. */
  @Override
  public void close() {
    app.stop();
    workers.close();
    batcher.close();
    traces.close();
  }
}
