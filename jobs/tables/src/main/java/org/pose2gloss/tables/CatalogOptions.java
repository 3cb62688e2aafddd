package org.pose2gloss.tables;

import java.io.IOException;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Where the tables are: one Iceberg catalog, the same for plain Java, Beam and Spark.
 *
 * @param name name of the catalog, the first part of a table's name in Spark SQL
 * @param type {@code hadoop}, {@code jdbc}, {@code rest}, {@code glue}, {@code hive}, {@code
 *     nessie}, or the class name of another {@code org.apache.iceberg.catalog.Catalog}
 * @param warehouse root of the tables' files: a path or URI; for {@code rest} the server's name for
 *     it, and empty where the server decides
 * @param namespace namespace of all tables
 * @param properties further catalog properties, such as {@code uri}; those that begin with {@code
 *     hadoop.} are settings of Hadoop's file systems ({@code hadoop.fs.s3a.endpoint})
 */
public record CatalogOptions(
    String name, String type, String warehouse, String namespace, Map<String, String> properties)
    implements Serializable {

  /** Namespace of the tables where the configuration names no other. */
  public static final String DEFAULT_NAMESPACE = "pose2gloss";

  private static final Set<String> KNOWN_TYPES =
      Set.of("hadoop", "hive", "jdbc", "rest", "glue", "nessie");
  private static final Set<String> TYPES_WITH_FILES = Set.of("hadoop", "hive", "jdbc", "glue");
  private static final String HADOOP_PREFIX = "hadoop.";

  /** Stores of objects, where a rename is a copy and a deletion and does not mind what is there. */
  private static final Set<String> WITHOUT_RENAME =
      Set.of("s3a", "s3", "s3n", "gs", "oss", "cosn", "obs", "swift", "wasb", "wasbs");

  private static final String LOCK = "lock-impl";

  /**
   * Checks the options.
   *
   * @throws TableException if a name is empty or the type is neither known nor a class name
   */
  public CatalogOptions {
    requireText(name, "catalog.name");
    requireText(type, "catalog.type");
    requireText(namespace, "catalog.namespace");
    warehouse = warehouse == null ? "" : warehouse;
    if (!KNOWN_TYPES.contains(type) && !type.contains(".")) {
      throw new TableException(
          String.format(
              "The catalog type '%s' is not known: use hadoop, jdbc, rest, glue, hive, nessie or the"
                  + " name of a catalog class.",
              type));
    }
    if (warehouse.isBlank() && TYPES_WITH_FILES.contains(type)) {
      throw new TableException(
          String.format(
              "A catalog of type '%s' needs a folder for its tables: set catalog.warehouse.",
              type));
    }
    properties = Map.copyOf(properties);
  }

  /** A catalog that is nothing but a folder, in the default namespace. */
  public static CatalogOptions hadoop(String name, String warehouse) {
    return new CatalogOptions(name, "hadoop", warehouse, DEFAULT_NAMESPACE, Map.of());
  }

  private static void requireText(String value, String key) {
    if (value == null || value.isBlank()) {
      throw new TableException(String.format("%s is empty: give it a value.", key));
    }
  }

  /** A Hadoop configuration: the given one and this catalog's {@code hadoop.} properties. */
  public Configuration configuration(Configuration base) {
    Configuration configuration = new Configuration(base);
    properties.forEach(
        (key, value) -> {
          if (key.startsWith(HADOOP_PREFIX)) {
            configuration.set(key.substring(HADOOP_PREFIX.length()), value);
          }
        });
    return configuration;
  }

  /**
   * The same catalog with an absolute warehouse: a relative path would mean another folder to a
   * process started elsewhere, and tables record the paths of their files. In a local folder
   * commits of several programs are guarded by {@link FileLockManager}.
   *
   * @throws TableException if the warehouse's file system is not known or not reachable, or cannot
   *     keep a catalog of this type
   */
  public CatalogOptions qualified(Configuration base) {
    if (!TYPES_WITH_FILES.contains(type)) {
      return this;
    }
    refuseRenames();
    try {
      Path path = new Path(warehouse);
      FileSystem system = path.getFileSystem(configuration(base));
      Map<String, String> all = new LinkedHashMap<>(properties);
      if (type.equals("hadoop") && system instanceof LocalFileSystem) {
        all.putIfAbsent(LOCK, FileLockManager.class.getName());
      }
      return new CatalogOptions(name, type, system.makeQualified(path).toString(), namespace, all);
    } catch (IOException | IllegalArgumentException e) {
      throw new TableException(
          String.format(
              "The warehouse %s cannot be reached (%s): check catalog.warehouse and the settings of"
                  + " its file system.",
              warehouse, e.getMessage()),
          e);
    }
  }

  /**
   * A {@code hadoop} catalog commits by renaming a file to the next version's name. In a store of
   * objects two programs that do so at once both succeed, and the rows of one are lost.
   */
  private void refuseRenames() {
    int end = warehouse.indexOf("://");
    if (type.equals("hadoop")
        && end > 0
        && WITHOUT_RENAME.contains(warehouse.substring(0, end))
        && !properties.containsKey(LOCK)) {
      throw new TableException(
          String.format(
              "A catalog of type 'hadoop' is not safe at %s: it commits by renaming a file, which in"
                  + " an object store silently loses what another program commits at the same time."
                  + " Keep the catalog in a database: catalog.type = jdbc and catalog.properties.uri ="
                  + " \"jdbc:postgresql://HOST/DATABASE\" (or rest, glue; or set"
                  + " catalog.properties.lock-impl).",
              warehouse));
    }
  }

  /** Without the values of the properties: there may be a password among them. */
  @Override
  public String toString() {
    return String.format(
        "CatalogOptions[name=%s, type=%s, warehouse=%s, namespace=%s, properties=%s]",
        name, type, warehouse, namespace, new TreeSet<>(properties.keySet()));
  }

  /** Properties that {@code CatalogUtil.buildIcebergCatalog} takes. */
  Map<String, String> catalogProperties() {
    Map<String, String> all = new LinkedHashMap<>();
    properties.forEach(
        (key, value) -> {
          if (!key.startsWith(HADOOP_PREFIX)) {
            all.put(key, value);
          }
        });
    if (type.equals("jdbc")) {
      // Of two forms of its database the one that knows views too.
      all.putIfAbsent("jdbc.schema-version", "V1");
    }
    all.put(KNOWN_TYPES.contains(type) ? "type" : "catalog-impl", type);
    if (!warehouse.isBlank()) {
      all.put("warehouse", warehouse);
    }
    return all;
  }

  /**
   * Spark's configuration for the same catalog, to be set before the session starts.
   *
   * <p>Spark's own cache of tables is off: a table that another writer in the same program changed
   * must not be read as it was.
   *
   * @param base Hadoop configuration that says what a warehouse without scheme means
   */
  public Map<String, String> sparkConfiguration(Configuration base) {
    String prefix = "spark.sql.catalog." + name;
    Map<String, String> spark = new LinkedHashMap<>();
    spark.put(
        "spark.sql.extensions",
        "org.apache.iceberg.spark.extensions.IcebergSparkSessionExtensions");
    spark.put(prefix, "org.apache.iceberg.spark.SparkCatalog");
    spark.put(prefix + ".default-namespace", namespace);
    spark.put(prefix + ".cache-enabled", "false");
    CatalogOptions absolute = qualified(base);
    absolute.catalogProperties().forEach((key, value) -> spark.put(prefix + "." + key, value));
    properties.forEach(
        (key, value) -> {
          if (key.startsWith(HADOOP_PREFIX)) {
            spark.put(prefix + "." + key, value);
          }
        });
    return spark;
  }
}
