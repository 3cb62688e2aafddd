package org.pose2gloss.tables;

import java.io.Closeable;
import java.io.IOException;
import java.sql.Driver;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.Table;
import org.apache.iceberg.UpdateSchema;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.NoSuchTableException;

/**
 * The opened catalog with the namespace of the tables.
 *
 * <p>Safe for use by several threads. Opening the same table at the same time from several threads
 * or programs gives all of them the same table.
 */
public final class Warehouse implements AutoCloseable {
  private static final int ATTEMPTS = 10;

  private final CatalogOptions options;
  private final Catalog catalog;

  private Warehouse(CatalogOptions options, Catalog catalog) {
    this.options = options;
    this.catalog = catalog;
  }

  /**
   * Opens the catalog.
   *
   * @throws TableException if the catalog or its file system cannot be reached, or its classes are
   *     not on the class path
   */
  public static Warehouse open(CatalogOptions options, Configuration configuration) {
    CatalogOptions absolute = options.qualified(configuration);
    if (absolute.type().equals("jdbc")) {
      registerDrivers();
    }
    try {
      Catalog catalog =
          CatalogUtil.buildIcebergCatalog(
              absolute.name(), absolute.catalogProperties(), absolute.configuration(configuration));
      return new Warehouse(absolute, catalog);
    } catch (RuntimeException e) {
      throw new TableException(
          String.format(
              "The catalog %s cannot be opened (%s): check the settings under catalog.",
              describe(absolute), Reasons.firstLine(Reasons.innermost(e))),
          e);
    } catch (LinkageError e) {
      throw new TableException(
          String.format(
              "The catalog %s needs a library that is not on the class path (%s).",
              describe(absolute), e.getMessage()),
          e);
    }
  }

  /** Java looks for drivers once, and then not in jars that spark-submit adds later. */
  private static void registerDrivers() {
    try {
      ServiceLoader.load(Driver.class, Warehouse.class.getClassLoader()).forEach(driver -> {});
    } catch (ServiceConfigurationError e) {
      throw new TableException(
          "A driver of a database cannot be loaded (" + e.getMessage() + ").", e);
    }
  }

  /** Options of the catalog, with an absolute warehouse. */
  public CatalogOptions options() {
    return options;
  }

  /** Iceberg's catalog, for what has no method here; owned by this object. */
  public Catalog catalog() {
    return catalog;
  }

  /** Full name of a table in Iceberg. */
  public TableIdentifier identifier(Tables table) {
    return table.identifier(options.namespace());
  }

  /** Full name of a table in Spark SQL: catalog, namespace, table, each quoted. */
  public String sparkName(Tables table) {
    return String.format(
        "`%s`.`%s`.`%s`",
        options.name(), options.namespace().replace(".", "`.`"), table.tableName());
  }

  /** Whether a table exists. */
  public boolean exists(Tables table) {
    return reaching(table, () -> catalog.tableExists(identifier(table)));
  }

  /**
   * A table that a command before this one has made.
   *
   * @throws TableException if it does not exist, naming the command that makes it, or if the
   *     catalog cannot be reached
   */
  public Table existing(Tables table) {
    return reaching(
        table,
        () -> {
          try {
            return catalog.loadTable(identifier(table));
          } catch (NoSuchTableException e) {
            throw new TableException(
                String.format(
                    "The table %s does not exist in the catalog %s: run 'pose2gloss %s' first.",
                    identifier(table), describe(options), table.madeBy()),
                e);
          }
        });
  }

  /**
   * A table, made if it does not exist; columns that an older version of the program did not know
   * are added, columns of a newer version stay.
   *
   * @throws TableException if a column has a type that cannot become the one needed, or if the
   *     catalog cannot be reached
   */
  public Table openOrCreate(Tables table) {
    return reaching(
        table,
        () -> {
          CommitFailedException last = null;
          for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try {
              return withAllColumns(table, loadOrCreate(table));
            } catch (CommitFailedException e) {
              last = e;
            }
          }
          throw last;
        });
  }

  /** The newest version of a table, empty if it has none or does not exist. */
  public Optional<SnapshotInfo> currentSnapshot(Tables table) {
    if (!exists(table)) {
      return Optional.empty();
    }
    Table opened = existing(table);
    return Optional.ofNullable(opened.currentSnapshot())
        .map(snapshot -> SnapshotInfo.of(opened, snapshot));
  }

  @Override
  public void close() {
    if (catalog instanceof Closeable closeable) {
      try {
        closeable.close();
      } catch (IOException e) {
        throw new TableException(
            String.format(
                "The catalog %s cannot be closed (%s).", describe(options), e.getMessage()),
            e);
      }
    }
  }

  private Table loadOrCreate(Tables table) {
    TableIdentifier identifier = identifier(table);
    try {
      return catalog.loadTable(identifier);
    } catch (NoSuchTableException missing) {
      createNamespace(identifier.namespace());
      try {
        return catalog
            .buildTable(identifier, table.schema())
            .withPartitionSpec(table.partitionSpec())
            .withProperties(table.properties())
            .create();
      } catch (AlreadyExistsException made) {
        return catalog.loadTable(identifier);
      }
    }
  }

  private void createNamespace(Namespace namespace) {
    if (!(catalog instanceof SupportsNamespaces namespaces)) {
      return;
    }
    // Outer namespaces first: some catalogs refuse an inner one without them.
    for (int parts = 1; parts <= namespace.length(); parts++) {
      Namespace outer = Namespace.of(Arrays.copyOf(namespace.levels(), parts));
      if (!namespaces.namespaceExists(outer)) {
        try {
          namespaces.createNamespace(outer, Map.of());
        } catch (AlreadyExistsException e) {
          // Another program made it since the question: it exists, which is all that is wanted.
        }
      }
    }
  }

  private Table withAllColumns(Tables definition, Table table) {
    try {
      UpdateSchema update = table.updateSchema().unionByNameWith(definition.schema());
      if (!update.apply().sameSchema(table.schema())) {
        update.commit();
        table.refresh();
      }
      return table;
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw new TableException(
          String.format(
              "The table %s has a column of another type than this version needs (%s): drop the"
                  + " table and run 'pose2gloss %s' again, or use another catalog.namespace.",
              table.name(), e.getMessage(), definition.madeBy()),
          e);
    }
  }

  private <T> T reaching(Tables table, Supplier<T> action) {
    try {
      return action.get();
    } catch (TableException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new TableException(
          String.format(
              "The table %s cannot be reached in the catalog %s (%s).",
              identifier(table), describe(options), Reasons.firstLine(Reasons.innermost(e))),
          e);
    }
  }

  private static String describe(CatalogOptions options) {
    return String.format(
        "'%s' (%s%s)",
        options.name(),
        options.type(),
        options.warehouse().isBlank() ? "" : ", " + options.warehouse());
  }
}
