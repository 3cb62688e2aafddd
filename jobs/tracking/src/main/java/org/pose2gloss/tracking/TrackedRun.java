package org.pose2gloss.tracking;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.mlflow.api.proto.Service;

/**
 * One MLflow run. Everything but the end may be logged from several threads. What a method has
 * returned from is on the server, or, once the server was away or after {@link #inBackground}, in
 * the outbox on this machine's disk, from which it is delivered in order.
 *
 * <p>A run that is closed without {@link #finished()}, {@link #failed} or {@link #leave()} ends as
 * FAILED.
 */
public final class TrackedRun implements AutoCloseable {
  /** Tag that says why a run failed. */
  static final String FAILURE = "failure";

  /** Most bytes of a point's value, step and time in a request. */
  private static final int NUMBERS_BYTES = 60;

  private final MlflowApi api;
  private final RunLog log;
  private final boolean isOurs;
  private final Consumer<TrackedRun> onEnd;
  private final AtomicBoolean ended = new AtomicBoolean();
  private final Set<String> loggedTables = new LinkedHashSet<>();
  private final AtomicReference<RunMark> mark = new AtomicReference<>();

  /**
   * A run.
   *
   * @param isOurs whether closing ends it
   */
  TrackedRun(MlflowApi api, RunLog log, boolean isOurs, Consumer<TrackedRun> onEnd) {
    this.api = api;
    this.log = log;
    this.isOurs = isOurs;
    this.onEnd = onEnd;
  }

  /** The run's id, 32 hexadecimal digits. */
  public String id() {
    return log.run().runId();
  }

  /** The id of the experiment it belongs to. */
  public String experimentId() {
    return log.run().experimentId();
  }

  /** The run's page for people, in MLflow 3's view for model training. */
  public URI page() {
    return URI.create(
        "%s/#/experiments/%s/runs/%s?workflowType=machine_learning"
            .formatted(api.server(), experimentId(), id()));
  }

  /** Where the run's artifacts lie, in the server's words. */
  public String artifactUri() {
    return log.run().artifactUri();
  }

  /** What another process needs to write to the run, by {@link Tracking#attach}. */
  public RunReference reference() {
    return log.run();
  }

  /**
   * From here on no call waits for the server: everything goes through the outbox, if there is one.
   */
  public TrackedRun inBackground() {
    log.background();
    return this;
  }

  /**
   * If this process dies without a word, the next one that delivers what is left in the outbox ends
   * the run as KILLED. Without an outbox nothing changes.
   */
  public TrackedRun endedWithThisProcess() {
    if (mark.get() == null) {
      log.outbox().flatMap(outbox -> RunMark.set(outbox.folder(), log.run())).ifPresent(mark::set);
    }
    return this;
  }

  /**
   * Logs parameters. A value of more than 6000 characters is cut, marked, and stored whole as the
   * artifact {@code params/KEY.txt}.
   *
   * @throws TrackingException also if a parameter has another value already
   */
  public void params(Map<String, String> params) {
    Map<String, String> fitting = fitting("params", params, LongValues.PARAM);
    for (Map<String, String> batch : Batches.of(fitting, Batches.PARAMS)) {
      log.write(new OutboxRecord.Params(batch));
    }
  }

  /** Logs one value, now. */
  public void metric(String name, double value, long step) {
    metrics(Map.of(name, value), step);
  }

  /** Logs values of one step, now. */
  public void metrics(Map<String, Double> metrics, long step) {
    long now = System.currentTimeMillis();
    metrics(
        metrics.entrySet().stream()
            .map(entry -> new MetricPoint(entry.getKey(), entry.getValue(), step, now))
            .toList());
  }

  /** Logs any number of points; in as few requests as MLflow allows. */
  public void metrics(List<MetricPoint> points) {
    List<MetricPoint> named =
        points.stream()
            .map(
                point ->
                    new MetricPoint(
                        EntityNames.of(point.name()),
                        point.value(),
                        point.step(),
                        point.timestampMillis()))
            .toList();
    for (List<MetricPoint> batch :
        Batches.of(named, Batches.METRICS, point -> point.name().length() + NUMBERS_BYTES)) {
      log.write(new OutboxRecord.Metrics(batch));
    }
  }

  /** Sets a tag, in place of the value it has. */
  public void tag(String key, String value) {
    tags(Map.of(key, value));
  }

  /**
   * Sets tags. A value of more than 5000 characters is cut, marked, and stored whole as the
   * artifact {@code tags/KEY.txt}.
   */
  public void tags(Map<String, String> tags) {
    Map<String, String> fitting = fitting("tags", tags, LongValues.TAG);
    for (Map<String, String> batch : Batches.of(fitting, Batches.TAGS)) {
      log.write(new OutboxRecord.Tags(batch));
    }
  }

  /** Says which data the run read. */
  public void input(DatasetInput input) {
    log.write(new OutboxRecord.Input(input));
  }

  /**
   * Stores one file, streamed, under its own name.
   *
   * @param artifactFolder relative, with slashes; "" is the run's root
   */
  public void artifact(Path file, String artifactFolder) {
    if (!Files.isRegularFile(file)) {
      throw api.failure("there is no file " + file + " to store as an artifact.");
    }
    store(file, ArtifactNames.join(artifactFolder, file.getFileName().toString()));
  }

  /** Stores every file under a folder, with the folder's structure. */
  public void artifacts(Path folder, String artifactFolder) {
    if (!Files.isDirectory(folder)) {
      throw api.failure("there is no folder " + folder + " to store as artifacts.");
    }
    for (Path file : ArtifactStore.filesUnder(folder)) {
      store(file, ArtifactNames.join(artifactFolder, ArtifactNames.relative(folder, file)));
    }
  }

  /**
   * Stores a text as a file.
   *
   * @param artifactPath relative, with slashes, as {@code report/evaluation.txt}
   */
  public void text(String content, String artifactPath) {
    try {
      Path file = Files.createTempFile("pose2gloss-", ".txt");
      try {
        Files.writeString(file, content);
        store(file, artifactPath);
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new TrackingException(
          "Cannot write a temporary file for the artifact %s (%s)."
              .formatted(artifactPath, e.getMessage()),
          e);
    }
  }

  /**
   * Stores a table as MLflow's own {@code log_table} does, so that its page shows it as one and
   * compares it between runs.
   *
   * @param artifactPath relative, with slashes, ending in .json
   * @param columns names
   * @param rows as many values each; numbers, texts, booleans or null
   * @throws IllegalArgumentException if a row has another number of values
   */
  public void table(String artifactPath, List<String> columns, List<? extends List<?>> rows) {
    String content = LoggedTables.json(columns, rows);
    text(content, artifactPath);
    // Calls of several threads would each overwrite what the others have added to the tag.
    synchronized (loggedTables) {
      loggedTables.add(artifactPath);
      tag(LoggedTables.TAG, LoggedTables.tag(loggedTables));
    }
  }

  /**
   * Makes a model version of the run's artifacts, once they are at the server.
   *
   * @param alias to point at the version, empty for none
   * @return the version; empty if the server is away: it is made when the outbox is delivered
   */
  public OptionalInt register(
      String model,
      String artifactFolder,
      Map<String, String> tags,
      String description,
      String alias) {
    OutboxRecord.Register record =
        new OutboxRecord.Register(model, artifactFolder, tags, description, alias);
    if (log.drain(log.lastTry())) {
      try {
        return OptionalInt.of(new Sender(api, log.run()).register(record));
      } catch (TrackingException e) {
        if (!e.isServerAway() || log.outbox().isEmpty()) {
          throw e;
        }
        log.background();
      }
    }
    log.write(record);
    return OptionalInt.empty();
  }

  /** Ends the run as FINISHED. */
  public void finished() {
    end(Service.RunStatus.FINISHED, log.lastTry());
  }

  /** Ends the run as FAILED, with the reason in the tag {@code failure}. */
  public void failed(String sentence) {
    if (!ended.get()) {
      tag(FAILURE, sentence);
    }
    end(Service.RunStatus.FAILED, log.lastTry());
  }

  /** Lets go of the run as it is: closing does not end it, for another process goes on with it. */
  public void leave() {
    if (!ended.getAndSet(true)) {
      log.close(log.lastTry());
      forget();
    }
  }

  /**
   * As {@link #leave}, but what cannot be delivered in time is given back, to be taken over by
   * {@link #adopt} in the process that goes on with the run.
   */
  public Undelivered handOver() {
    Undelivered left = log.handOver();
    leave();
    return left;
  }

  /** Takes over what another process could not deliver; whatever is logged here comes after it. */
  public void adopt(Undelivered left) {
    log.adopt(left);
  }

  /** Ends the run as FAILED unless it has ended or is another process's to end. */
  @Override
  public void close() {
    if (isOurs) {
      end(Service.RunStatus.FAILED, log.lastTry());
    } else {
      leave();
    }
  }

  /** Ends the run as KILLED: somebody wanted its end. */
  public void killed() {
    log.background(); // a process that is told to stop has no time to wait
    end(Service.RunStatus.KILLED, Duration.ofSeconds(3));
  }

  private void store(Path file, String path) {
    log.write(
        new OutboxRecord.Artifact(file.toAbsolutePath().toString(), ArtifactNames.checked(path)));
  }

  private void end(Service.RunStatus status, Duration patience) {
    if (ended.get()) {
      return;
    }
    log.write(new OutboxRecord.End(status.name(), System.currentTimeMillis()));
    ended.set(true);
    log.close(patience);
    forget();
  }

  private void forget() {
    RunMark set = mark.getAndSet(null);
    if (set != null) {
      set.remove();
    }
    onEnd.accept(this);
  }

  private Map<String, String> fitting(String kind, Map<String, String> values, int longest) {
    Map<String, String> fitting = new LinkedHashMap<>();
    values.forEach(
        (key, value) -> {
          String name = EntityNames.of(key);
          if (value.length() > longest) {
            String artifact = LongValues.artifact(kind, name);
            text(value, artifact);
            fitting.put(name, LongValues.cut(value, longest, artifact));
          } else {
            fitting.put(name, value);
          }
        });
    return fitting;
  }
}
