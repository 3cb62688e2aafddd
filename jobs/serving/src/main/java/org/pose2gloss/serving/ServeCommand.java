package org.pose2gloss.serving;

import io.javalin.util.JavalinBindException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;
import org.pose2gloss.command.ResultRecord;
import org.pose2gloss.command.Settings;
import org.pose2gloss.command.SettingsOptions;
import org.pose2gloss.command.TrackingSettings;
import org.pose2gloss.command.UsageException;
import org.pose2gloss.command.UserException;
import org.pose2gloss.landmarks.ExtractorOptions;
import org.pose2gloss.landmarks.LandmarkGraph;
import org.pose2gloss.serving.batch.BatchOptions;
import org.pose2gloss.serving.http.PredictionService;
import org.pose2gloss.serving.http.ServiceOptions;
import org.pose2gloss.serving.http.TlsOptions;
import org.pose2gloss.serving.model.FolderSource;
import org.pose2gloss.serving.model.ModelSlot;
import org.pose2gloss.serving.model.ModelSource;
import org.pose2gloss.serving.model.RegisteredSource;
import org.pose2gloss.serving.trace.TraceOptions;
import org.pose2gloss.serving.trace.TraceStore;
import org.pose2gloss.serving.trace.TraceTable;
import org.pose2gloss.serving.video.VideoOptions;
import org.pose2gloss.tracking.Tracking;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Serves until it is told to stop. */
@Command(
    name = "serve",
    description = {
      "Serves the model behind an alias of the registry (model.alias) as a REST service, until",
      "Ctrl-C or SIGTERM. When the alias moves, the new version takes over without a failed",
      "request. GET /swagger shows every address."
    })
final class ServeCommand implements Callable<Integer> {
  /** An origin as browsers tell it (RFC 6454, 6.2), or any. */
  private static final Pattern ORIGIN = Pattern.compile("\\*|https?://[A-Za-z0-9.\\[\\]:-]+");

  @Mixin private SettingsOptions settingsOptions;

  /**
   * What is printed when the service has ended.
   *
   * @param address where it was
   * @param models how many models came into service
   */
  private record Served(String address, long models) {}

  @Override
  public Integer call() throws InterruptedException {
    Settings settings = settingsOptions.load();
    Serving serving = Serving.start(settings);
    System.err.println("serve: listening at " + serving.service.uri() + " (Ctrl-C ends it).");
    Runtime.getRuntime().addShutdownHook(new Thread(serving::stop, "shutdown"));
    new CountDownLatch(1).await();
    return 0;
  }

  /** What runs. */
  private record Serving(ModelSlot slot, PredictionService service) {

    static Serving start(Settings settings) {
      ModelSlot slot = new ModelSlot(source(settings));
      try {
        PredictionService service =
            PredictionService.start(options(settings), slot, store(settings));
        slot.watch(settings.duration("serving.reload-every"));
        return new Serving(slot, service);
      } catch (JavalinBindException e) {
        slot.close();
        throw new UserException(
            "Port %d of %s cannot be listened at: another program may have it; set serving.port or serving.host."
                .formatted(settings.integer("serving.port"), settings.text("serving.host")),
            e);
      }
    }

    void stop() {
      service.close();
      ResultRecord.print(
          "serve", new Served(service.uri().toString(), slot.status().reloads()), System.out);
      slot.close();
    }
  }

  private static ModelSource source(Settings settings) {
    if (settings.optionalText("serving.model-path").isPresent()) {
      return new FolderSource(Path.of(settings.text("serving.model-path")));
    }
    String server =
        settings
            .optionalText("tracking.uri")
            .orElseThrow(
                () ->
                    new UsageException(
                        "There is nothing to serve: set MLFLOW_TRACKING_URI or tracking.uri for a registered model, or serving.model-path for a folder."));
    return new RegisteredSource(
        Tracking.connect(URI.create(server), TrackingSettings.of(settings).withoutOutbox())
            .registry(),
        settings.text("model.name"),
        settings.text("model.alias"));
  }

  private static ServiceOptions options(Settings settings) {
    return new ServiceOptions(
        settings.text("serving.host"),
        settings.integer("serving.port"),
        settings.duration("serving.time-limit"),
        settings.integer("serving.max-frames"),
        (long) settings.integer("serving.max-body-mib") << 20,
        settings.integer("serving.queue"),
        settings.duration("serving.queue-time"),
        new BatchOptions(
            settings.integer("serving.batch.threads"),
            settings.integer("serving.batch.size"),
            Duration.ofMillis(settings.integer("serving.batch.wait-millis"))),
        new VideoOptions(
            new ExtractorOptions(
                LandmarkGraph.of(settings.text("landmarks.graph")),
                (float) settings.number("landmarks.detection-confidence"),
                (float) settings.number("landmarks.tracking-confidence"),
                settings.integer("serving.max-frames"),
                settings.duration("serving.video.time-limit")),
            (long) settings.integer("serving.video.max-mib") << 20,
            settings.integer("serving.video.threads"),
            settings.integer("serving.video.queue")),
        traces(settings),
        settings
            .optionalText("serving.tls.keystore")
            .map(file -> tls(file, settings.text("serving.tls.password"))),
        settings.flag("serving.access-log"),
        settings.text("serving.api-key"),
        settings.text("serving.admin-token"),
        origins(settings.texts("serving.allowed-origins")));
  }

  private static List<String> origins(List<String> texts) {
    for (String text : texts) {
      if (!ORIGIN.matcher(text).matches()) {
        throw new UsageException(
            "serving.allowed-origins has '%s', which is no origin: write it as https://pages.example, with a port if it has one, or * for any."
                .formatted(text));
      }
    }
    return texts;
  }

  private static TraceOptions traces(Settings settings) {
    return new TraceOptions(
        settings.number("serving.trace.share"),
        settings.duration("serving.trace.every"),
        (long) settings.integer("serving.trace.memory-mib") << 20);
  }

  /** Without traces none of the classes for tables is loaded. */
  private static TraceStore store(Settings settings) {
    return traces(settings).share() > 0 ? TraceTable.of(settings) : TraceStore.none();
  }

  private static TlsOptions tls(String file, String password) {
    Path keystore = Path.of(file);
    if (!Files.isReadable(keystore)) {
      throw new UsageException("serving.tls.keystore is " + file + ", which cannot be read.");
    }
    try (InputStream in = Files.newInputStream(keystore)) {
      KeyStore.getInstance("PKCS12").load(in, password.toCharArray());
    } catch (IOException | GeneralSecurityException e) {
      throw new UsageException(
          "serving.tls.keystore is %s, which serving.tls.password does not open as PKCS #12: %s."
              .formatted(file, e.getMessage()),
          e);
    }
    return new TlsOptions(keystore, password);
  }
}
