package org.pose2gloss.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
  @TempDir Path folder;

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("my.conf"), text);
  }

  private Settings of(String text, String... assignments) throws IOException {
    return Settings.load(List.of(file(text)), List.of(assignments));
  }

  @Test
  void everyDefaultIsAllowedByItsOwnDocumentation() {
    Settings settings = Settings.defaults();
    assertThat(settings.integer("training.batch-size")).isEqualTo(64);
    assertThat(settings.text("catalog.type")).isEqualTo("hadoop");
    assertThat(settings.optionalText("ingest.source.path")).isEmpty();
  }

  @Test
  void aFileOverridesTheDefaultsAndAnAssignmentOverridesTheFile() throws IOException {
    Settings settings = of("training { epochs = 7, batch-size = 9 }", "training.epochs=8");
    assertThat(settings.integer("training.epochs")).isEqualTo(8);
    assertThat(settings.integer("training.batch-size")).isEqualTo(9);
  }

  @Test
  void aTextNeedsNoQuotesInAnAssignment() {
    Settings settings = Settings.load(List.of(), List.of("tracking.uri=http://127.0.0.1:5000"));
    assertThat(settings.text("tracking.uri")).isEqualTo("http://127.0.0.1:5000");
  }

  @Test
  void aDurationHasAUnit() {
    Settings settings = Settings.load(List.of(), List.of("landmarks.time-limit=90 s"));
    assertThat(settings.duration("landmarks.time-limit")).isEqualTo(Duration.ofSeconds(90));
    for (String wrong : List.of("90", "soon", "0 s", "-1 minute")) {
      assertThatThrownBy(() -> Settings.load(List.of(), List.of("landmarks.time-limit=" + wrong)))
          .isInstanceOf(UsageException.class)
          .hasMessage(
              "The key 'landmarks.time-limit' is \""
                  + wrong
                  + "\", but takes a duration, such as 90 s, 30 minutes or 2 h.");
    }
  }

  @Test
  void aListCanBeAssigned() {
    Settings settings = Settings.load(List.of(), List.of("preparation.test-groups=[ase, gsg]"));
    assertThat(settings.texts("preparation.test-groups")).containsExactly("ase", "gsg");
  }

  @Test
  void anUnknownKeyIsRefusedWithItsLineAndTheNearestKnownKey() {
    assertThatThrownBy(() -> of("training {\n  epoch = 7\n}"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("'training.epoch'")
        .hasMessageContaining("line 2")
        .hasMessageContaining("'training.epochs'");
  }

  @Test
  void anUnknownKeyOfAListEntryIsRefused() {
    assertThatThrownBy(() -> of("ingest.sources = [{ kind = videos, pth = x }]"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("'pth' in ingest.sources[0]")
        .hasMessageContaining("'path'");
  }

  @Test
  void aValueOfTheWrongTypeIsRefusedWithWhatIsTaken() {
    assertThatThrownBy(() -> of("training.epochs = many"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("'training.epochs' is \"many\"")
        .hasMessageContaining("a whole number")
        .hasMessageContaining("1 to 100000");
    assertThatThrownBy(() -> of("training.epochs = 1.5")).isInstanceOf(UsageException.class);
    assertThatThrownBy(() -> of("training = 3")).isInstanceOf(UsageException.class);
    assertThatThrownBy(() -> of("ingest.sources = [3]")).isInstanceOf(UsageException.class);
  }

  @Test
  void aNumberWhoseDefaultIsRoundNeedNotBe() throws IOException {
    assertThat(of("training.label-smoothing = 0.1").number("training.label-smoothing"))
        .isEqualTo(0.1);
  }

  @Test
  void aValueOutOfRangeIsRefusedWithTheRange() {
    assertThatThrownBy(() -> of("", "network.dropout=1.2"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("0 to 0.95");
    assertThatThrownBy(() -> of("", "training.learning-rate=0"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("above 0");
    assertThatThrownBy(() -> of("", "catalog.type=hive"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("one of hadoop, jdbc, rest, glue");
  }

  @Test
  void aNumberBeyond32BitsIsRefusedWhereItIsRead() throws IOException {
    Settings settings = of("", "tracking.outbox-megabytes=3000000000");
    assertThatThrownBy(() -> settings.integer("tracking.outbox-megabytes"))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "The key 'tracking.outbox-megabytes' is 3000000000, but takes a whole number up to"
                + " 2147483647.");
  }

  @Test
  void nullsNaNsAndBrokenFilesAreRefused() {
    assertThatThrownBy(() -> of("training.epochs = null")).isInstanceOf(UsageException.class);
    assertThatThrownBy(() -> of("network.dropout = NaN")).isInstanceOf(UsageException.class);
    assertThatThrownBy(() -> of("training {"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("my.conf");
    assertThatThrownBy(() -> of("catalog.warehouse = ${nowhere}"))
        .isInstanceOf(UsageException.class);
    assertThatThrownBy(() -> Settings.load(List.of(), List.of("training.epochs")))
        .isInstanceOf(UsageException.class);
  }

  @Test
  void aMissingFileIsNamed() {
    Path missing = folder.resolve("nothing.conf");
    assertThatThrownBy(() -> Settings.load(List.of(missing), List.of()))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(missing.toString());
  }

  @Test
  void openObjectsTakeAnyKeyAndKeepDottedNamesWhole() throws IOException {
    Settings settings = of("spark.conf { spark.executor.memory = 4g, \"spark.a.b\" = 3 }");
    assertThat(settings.entries("spark.conf"))
        .containsEntry("spark.executor.memory", "4g")
        .containsEntry("spark.a.b", "3");
  }

  @Test
  void entriesOfAListAreCompletedByTheirDefaults() throws IOException {
    Settings settings = of("ingest.sources = [{ path = x }]");
    List<Settings> sources = settings.objects("ingest.sources", "ingest.source");
    assertThat(sources).hasSize(1);
    assertThat(sources.get(0).text("kind")).isEqualTo("videos");
    assertThat(sources.get(0).text("path")).isEqualTo("x");
  }

  @Test
  void aFileMayReferToOtherKeys() throws IOException {
    Settings settings = of("training.directory = ${catalog.warehouse}/models");
    assertThat(settings.text("training.directory")).isEqualTo("warehouse/models");
  }

  @Test
  void aSectionIsFlattenedToKeysAndValues() throws IOException {
    assertThat(of("preparation.test-groups=[a,b]").flattened("preparation"))
        .containsEntry("preparation.name", "default")
        .containsEntry("preparation.test-groups", "[\"a\",\"b\"]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"demo", "wlasl100", "wlasl300", "wlasl2000", "wlasl100-fine-tuned"})
  void whatComesWithTheProjectIsAllowed(String name) {
    Settings settings = shipped(name);
    assertThat(settings.text("preparation.name")).isEqualTo(name.replace("-fine-tuned", ""));
  }

  @Test
  void wlaslIsReadFromItsFolderAndFineTuningGoesOnFromOtherWeights() {
    Settings settings = shipped("wlasl100-fine-tuned");
    assertThat(settings.flattened("ingest"))
        .hasEntrySatisfying(
            "ingest.sources",
            sources -> assertThat(sources).contains("\"/data/wlasl/WLASL_v0.3.json\""));
    assertThat(settings.text("training.initial-model")).isEqualTo("models/pretrained");
    assertThat(settings.integer("preparation.max-labels")).isEqualTo(100);
  }

  private static Settings shipped(String name) {
    Path conf = Path.of(System.getProperty("pose2gloss.root"), "conf");
    return Settings.load(List.of(conf.resolve(name + ".conf")), List.of());
  }
}
