package org.pose2gloss.command;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.Table;
import org.pose2gloss.tables.CatalogOptions;
import org.pose2gloss.tables.CommitNote;
import org.pose2gloss.tables.SnapshotInfo;
import org.pose2gloss.tables.StoreCheck;
import org.pose2gloss.tables.TableVersions;
import org.pose2gloss.tables.Tables;
import org.pose2gloss.tables.Warehouse;
import org.pose2gloss.tracking.DatasetInput;
import org.pose2gloss.tracking.TrackedRun;
import org.pose2gloss.tracking.Tracking;
import org.pose2gloss.tracking.TrackingException;

/**
 * What one step works with: its configuration, the tables, and the tracked run where there is one.
 */
public final class StepContext implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();

  private final String step;
  private final Settings settings;
  private final Warehouse warehouse;
  private final Tracking tracking;
  private final TrackedRun run;

  private StepContext(
      String step, Settings settings, Warehouse warehouse, Tracking tracking, TrackedRun run) {
    this.step = step;
    this.settings = settings;
    this.warehouse = warehouse;
    this.tracking = tracking;
    this.run = run;
  }

  /**
   * Opens the catalog and starts the run.
   *
   * @param tracked whether the step is recorded, as all are that change anything
   * @throws org.pose2gloss.tables.TableException if the catalog or the warehouse's storage cannot
   *     be reached, or that cannot be written to by a step that does
   * @throws org.pose2gloss.tracking.TrackingException if the tracking server cannot be reached
   */
  static StepContext open(String step, Settings settings, boolean tracked) {
    CatalogOptions catalog = catalog(settings);
    check(settings, "catalog.warehouse", tracked ? StoreCheck.Use.WRITE : StoreCheck.Use.READ);
    Warehouse warehouse = Warehouse.open(catalog, new Configuration());
    Optional<Tracking> tracking =
        settings
            .optionalText("tracking.uri")
            .filter(uri -> tracked)
            .map(uri -> Tracking.connect(URI.create(uri), TrackingSettings.of(settings).options()));
    tracking.ifPresent(Tracking::deliverLeftovers);
    TrackedRun run = tracking.map(server -> startRun(server, step, settings)).orElse(null);
    tracking.ifPresent(
        server ->
            settings
                .optionalText("tracking.parent-run")
                .ifPresent(parent -> new PipelineWatch(server, parent).start()));
    return new StepContext(step, settings, warehouse, tracking.orElse(null), run);
  }

  /** The options of the catalog that a configuration names. */
  public static CatalogOptions catalog(Settings settings) {
    return new CatalogOptions(
        settings.text("catalog.name"),
        settings.text("catalog.type"),
        settings.text("catalog.warehouse"),
        settings.text("catalog.namespace"),
        HadoopSettings.withCatalog(settings));
  }

  /**
   * Refuses an address of shared storage that cannot be used, in seconds.
   *
   * @param key of the configuration that has the address
   * @throws org.pose2gloss.tables.TableException if it cannot be used
   */
  public static void check(Settings settings, String key, StoreCheck.Use use) {
    // A name that only the catalog's server knows is none.
    if (settings.text(key).contains("://")) {
      Configuration configuration = catalog(settings).configuration(new Configuration());
      StoreCheck.check(key, settings.text(key), configuration, use);
    }
  }

  private static TrackedRun startRun(Tracking server, String step, Settings settings) {
    return server
        .startRun(
            settings.text("tracking.experiment"),
            step,
            settings.optionalText("tracking.parent-run"),
            Map.of("pose2gloss.step", step))
        .endedWithThisProcess();
  }

  /** The configuration. */
  public Settings settings() {
    return settings;
  }

  /** The tables. */
  public Warehouse warehouse() {
    return warehouse;
  }

  /** The tracking server, if one is configured. */
  public Optional<Tracking> tracking() {
    return Optional.ofNullable(tracking);
  }

  /** The run of this step, if a tracking server is configured. */
  public Optional<TrackedRun> run() {
    return Optional.ofNullable(run);
  }

  /**
   * Records the sections of the configuration that this step depends on as the run's parameters.
   */
  public void parameters(String... sections) {
    run().ifPresent(tracked -> tracked.params(settings.flattened(sections)));
  }

  /** What commits of this step say of themselves. */
  public CommitNote note() {
    return CommitNote.of(step).withRunId(run().map(TrackedRun::id).orElse(""));
  }

  /** As {@link #reads(Tables, String, String)} of the newest version. */
  public SnapshotInfo reads(Tables table, String use) {
    return reads(table, use, "");
  }

  /**
   * Records that this step reads a version of a table.
   *
   * @param use what for, MLflow's dataset context: training, validation, test or another word
   * @param version tag or snapshot's number; blank = the newest
   * @return the snapshot
   * @throws UserException if the table is empty
   * @throws org.pose2gloss.tables.TableException if it does not exist or has no such version
   */
  public SnapshotInfo reads(Tables table, String use, String version) {
    SnapshotInfo snapshot = snapshot(table, version);
    run().ifPresent(tracked -> tracked.input(input(table, snapshot, "", use)));
    return snapshot;
  }

  /**
   * As {@link #reads(Tables, String, String)}, of a table whose rows are of several splits: each is
   * a dataset of its own, since MLflow gives one a single context.
   *
   * @param splits train, validation, test
   */
  public SnapshotInfo readsSplits(Tables table, List<String> splits, String version) {
    SnapshotInfo snapshot = snapshot(table, version);
    for (String split : splits) {
      String use = split.equals("train") ? "training" : split;
      run().ifPresent(tracked -> tracked.input(input(table, snapshot, split, use)));
    }
    return snapshot;
  }

  private SnapshotInfo snapshot(Tables table, String version) {
    Table opened = warehouse.existing(table);
    if (opened.currentSnapshot() == null) {
      throw new UserException(
          "The table "
              + warehouse.sparkName(table)
              + " is empty; run 'pose2gloss "
              + table.madeBy()
              + "' first.");
    }
    return TableVersions.find(opened, version);
  }

  private DatasetInput input(Tables table, SnapshotInfo snapshot, String split, String use) {
    String digest = Long.toString(snapshot.snapshotId());
    ObjectNode source =
        JSON.createObjectNode()
            .put("table", snapshot.table())
            .put("snapshot_id", digest)
            .put("warehouse", warehouse.options().warehouse());
    if (!split.isEmpty()) {
      source.put("split", split);
    }
    ObjectNode schema = JSON.createObjectNode();
    ArrayNode columns = schema.putArray("mlflow_colspec");
    table
        .schema()
        .columns()
        .forEach(
            column ->
                columns
                    .addObject()
                    .put("name", column.name())
                    .put("type", column.type().toString()));
    ObjectNode profile =
        JSON.createObjectNode().put("num_rows", snapshot.rows()).put("bytes", snapshot.bytes());
    return new DatasetInput(
        split.isEmpty() ? table.tableName() : table.tableName() + "." + split,
        digest,
        "iceberg",
        source.toString(),
        schema.toString(),
        profile.toString(),
        use);
  }

  /** Records the snapshot that this step made of a table. */
  public void wrote(Tables table) {
    warehouse
        .currentSnapshot(table)
        .ifPresent(
            snapshot ->
                run()
                    .ifPresent(
                        tracked ->
                            tracked.tag(
                                "pose2gloss.snapshot." + table.tableName(),
                                Long.toString(snapshot.snapshotId()))));
  }

  /** Says on the run why the step failed, and ends it. */
  void fail(Exception failure) {
    if (run != null) {
      try {
        run.failed(Objects.requireNonNullElse(failure.getMessage(), failure.toString()));
      } catch (TrackingException e) {
        failure.addSuppressed(e);
      }
    }
  }

  void finish(Record result) {
    if (run != null) {
      run.metrics(ResultRecord.numbers(result), 0);
      run.tag("pose2gloss.result", ResultRecord.json(step, result));
      run.finished();
    }
  }

  @Override
  public void close() {
    try {
      warehouse.close();
    } finally {
      if (run != null) {
        run.close();
      }
      if (tracking != null) {
        tracking.close();
      }
    }
  }
}
