package org.pose2gloss.pipelines.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.data.Record;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pose2gloss.pipelines.beam.Runner;
import org.pose2gloss.pipelines.ingest.IngestResult.SourceCounts;
import org.pose2gloss.pipelines.ingest.source.LabelledVideos;
import org.pose2gloss.pipelines.ingest.source.Labels;
import org.pose2gloss.pipelines.ingest.source.Places;
import org.pose2gloss.storage.ArchiveLimits;
import org.pose2gloss.tables.CatalogOptions;
import org.pose2gloss.tables.Rows;
import org.pose2gloss.tables.TableReader;
import org.pose2gloss.tables.Tables;
import org.pose2gloss.tables.Warehouse;

/** Ingest of real WLASL clips with their official labels. */
class WlaslClipsTest {
  @TempDir private Path folder;

  @Test
  void clipsBecomeRowsAndOneOfTwoIdenticalOnesIsNotedAsDuplicate() {
    Path clips = SharedData.folder().resolve("wlasl-clips");
    assumeTrue(
        Files.isDirectory(clips), () -> "The clips are not here: there is no folder " + clips);
    CatalogOptions catalog = CatalogOptions.hadoop("local", folder.resolve("warehouse").toString());

    IngestResult result =
        Ingest.run(
            new IngestOptions(
                List.of(
                    new LabelledVideos(
                        "wlasl-clips",
                        Places.of(clips.resolve("videos").toString()),
                        Labels.in(clips.resolve("labels.csv").toString()),
                        "ase",
                        false)),
                catalog,
                FakeProbe.probes(),
                ArchiveLimits.DEFAULT,
                false,
                ""),
            Runner.direct(2));

    // 117 clips, of which 31559 (keyboard) and 60308 (type) are one video under two ids.
    assertThat(result.total()).isEqualTo(new SourceCounts("all", 117, 116, 0, 0, 1, 0, 0, 0));
    Map<String, Integer> splits = new TreeMap<>();
    try (Warehouse warehouse = Warehouse.open(catalog, new Configuration());
        Rows<Record> videos =
            TableReader.of(warehouse.existing(Tables.VIDEOS)).select("split").rows();
        Rows<Record> rejected = TableReader.of(warehouse.existing(Tables.REJECTED)).rows()) {
      videos.forEach(row -> splits.merge((String) row.getField("split"), 1, Integer::sum));
      assertThat(rejected)
          .singleElement()
          .satisfies(
              row -> {
                assertThat(row.getField("id")).isEqualTo("60308");
                assertThat((String) row.getField("reason")).contains("'31559'");
              });
    }
    // labels.csv counts 76, 30 and 11; the duplicate was in the validation split.
    assertThat(splits)
        .containsOnly(Map.entry("train", 76), Map.entry("validation", 29), Map.entry("test", 11));
  }
}
