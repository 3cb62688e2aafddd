package org.pose2gloss.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WarehouseTest {
  @TempDir private Path folder;
  private Warehouse warehouse;

  @BeforeEach
  void open() {
    warehouse = TestTables.open(folder);
  }

  @AfterEach
  void close() {
    warehouse.close();
  }

  @ParameterizedTest
  @EnumSource(Tables.class)
  void everyTableIsMadeWithDocumentedColumnsAndItsProperties(Tables definition) {
    Table table = warehouse.openOrCreate(definition);

    assertThat(table.schema().columns())
        .allSatisfy(column -> assertThat(column.doc()).as(column.name()).isNotBlank());
    assertThat(table.properties())
        .containsEntry("write.parquet.compression-codec", "zstd")
        .containsEntry("comment", definition.description());
    assertThat(table.spec().isPartitioned()).isEqualTo(definition.byPreparation());
    if (definition.byPreparation()) {
      assertThat(table.spec().fields().get(0).transform().isIdentity()).isTrue();
      assertThat(table.spec().fields().get(0).name()).isEqualTo("preparation");
    }
    assertThat(table.currentSnapshot()).isNull();
  }

  @Test
  void floatArraysAreWrittenWithoutDictionary() {
    assertThat(Tables.LANDMARKS.properties()).containsEntry("parquet.enable.dictionary", "false");
    assertThat(Tables.VIDEOS.properties()).doesNotContainKey("parquet.enable.dictionary");
  }

  @Test
  void openingTwiceGivesTheSameTable() {
    Table first = warehouse.openOrCreate(Tables.VIDEOS);
    Table second = warehouse.openOrCreate(Tables.VIDEOS);

    assertThat(second.uuid()).isEqualTo(first.uuid());
    assertThat(second.schema().sameSchema(first.schema())).isTrue();
  }

  @Test
  void openingFromManyThreadsAtOnceGivesAllTheSameTable() throws Exception {
    int threads = 8;
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<String>> made = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        made.add(
            pool.submit(
                () -> {
                  try (Warehouse own = TestTables.open(folder)) {
                    return own.openOrCreate(Tables.EXAMPLES).uuid().toString();
                  }
                }));
      }
      List<String> ids = new ArrayList<>();
      for (Future<String> one : made) {
        ids.add(one.get());
      }
      assertThat(ids).containsOnly(ids.get(0));
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void columnsThatAnOlderVersionDidNotKnowAreAddedAndItsRowsStay() {
    Schema old =
        new Schema(
            Types.NestedField.required(1, "preparation", Types.StringType.get()),
            Types.NestedField.optional(2, "gloss", Types.StringType.get()),
            Types.NestedField.optional(3, "remark", Types.StringType.get()));
    Table before =
        warehouse
            .catalog()
            .createTable(
                warehouse.identifier(Tables.LABELS),
                old,
                PartitionSpec.builderFor(old).identity("preparation").build());
    try (TableWriter writer = TableWriter.open(before)) {
      var row = writer.newRow();
      row.setField("preparation", "p");
      row.setField("gloss", "BOOK");
      row.setField("remark", "kept");
      writer.write(row);
      writer.append(CommitNote.of("test"));
    }

    Table after = warehouse.openOrCreate(Tables.LABELS);

    assertThat(after.schema().findField("count").type()).isEqualTo(Types.LongType.get());
    try (var rows = TableReader.of(after).rows()) {
      assertThat(rows)
          .singleElement()
          .satisfies(
              row -> {
                assertThat(row.getField("gloss")).isEqualTo("BOOK");
                assertThat(row.getField("remark")).isEqualTo("kept");
                assertThat(row.getField("count")).isNull();
              });
    }
  }

  @Test
  void columnOfAnotherTypeIsRefusedWithTheWayOut() {
    warehouse
        .catalog()
        .createTable(
            warehouse.identifier(Tables.REJECTED),
            new Schema(Types.NestedField.optional(1, "reason", Types.IntegerType.get())));

    assertThatExceptionOfType(TableException.class)
        .isThrownBy(() -> warehouse.openOrCreate(Tables.REJECTED))
        .withMessageContaining("reason")
        .withMessageContaining("catalog.namespace");
  }

  @Test
  void missingTableNamesTheCommandThatMakesIt() {
    assertThatExceptionOfType(TableException.class)
        .isThrownBy(() -> warehouse.existing(Tables.EXAMPLES))
        .withMessageContaining("pose2gloss.examples")
        .withMessageContaining("run 'pose2gloss transform' first");
    assertThat(warehouse.exists(Tables.EXAMPLES)).isFalse();
    assertThat(warehouse.currentSnapshot(Tables.EXAMPLES)).isEmpty();
  }

  @Test
  void unreachableWarehouseIsOneSentence() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "not a folder");

    assertThatExceptionOfType(TableException.class)
        .isThrownBy(
            () -> {
              try (Warehouse blocked =
                  Warehouse.open(
                      CatalogOptions.hadoop("local", file.toString()), new Configuration(false))) {
                blocked.openOrCreate(Tables.VIDEOS);
              }
            })
        .withMessageContaining(file.toString());
    assertThatExceptionOfType(TableException.class)
        .isThrownBy(
            () ->
                Warehouse.open(
                    CatalogOptions.hadoop("local", "nowhere://bucket/x"), new Configuration(false)))
        .withMessageContaining("catalog.warehouse");
  }

  @Test
  void libraryThatIsMissingIsOneSentence() {
    CatalogOptions jdbc =
        new CatalogOptions(
            "shared", "jdbc", folder.toString(), "pose2gloss", Map.of("uri", "jdbc:nothing:here"));

    assertThatExceptionOfType(TableException.class)
        .isThrownBy(() -> Warehouse.open(jdbc, new Configuration(false)))
        .withMessageContaining("'shared' (jdbc");
  }

  @Test
  void unknownTypeNamesTheKnownOnes() {
    assertThatExceptionOfType(TableException.class)
        .isThrownBy(() -> new CatalogOptions("a", "hadop", "w", "n", Map.of()))
        .withMessageContaining("hadoop, jdbc, rest, glue");
  }

  @Test
  void sparkGetsTheSameCatalogWithAnAbsoluteWarehouse() {
    CatalogOptions options =
        new CatalogOptions(
            "lake",
            "hadoop",
            "warehouse",
            "signs",
            Map.of("io-impl", "org.apache.iceberg.hadoop.HadoopFileIO", "hadoop.fs.x", "y"));

    Map<String, String> spark = options.sparkConfiguration(new Configuration());

    assertThat(spark)
        .containsEntry("spark.sql.catalog.lake", "org.apache.iceberg.spark.SparkCatalog")
        .containsEntry("spark.sql.catalog.lake.type", "hadoop")
        .containsEntry("spark.sql.catalog.lake.default-namespace", "signs")
        .containsEntry("spark.sql.catalog.lake.hadoop.fs.x", "y")
        .containsEntry(
            "spark.sql.catalog.lake.warehouse",
            "file:" + Path.of("warehouse").toAbsolutePath().normalize());
    assertThat(options.configuration(new Configuration(false)).get("fs.x")).isEqualTo("y");
  }
}
