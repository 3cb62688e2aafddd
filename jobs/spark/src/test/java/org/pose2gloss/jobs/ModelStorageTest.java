package org.pose2gloss.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.io.FileUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pose2gloss.classifier.ClassifierException;

class ModelStorageTest {
  @TempDir private Path folder;

  /** A storage that is known by its address only, as S3 or HDFS are. */
  static final class Storage extends RawLocalFileSystem {
    @Override
    public URI getUri() {
      return URI.create("storage:///");
    }
  }

  private static Configuration configuration() {
    Configuration configuration = new Configuration(false);
    configuration.setClass("fs.storage.impl", Storage.class, RawLocalFileSystem.class);
    return configuration;
  }

  private Path model(ModelStorage models) throws IOException {
    Path model = models.local().resolve(folder.getFileName()).resolve("model");
    Files.createDirectories(model.resolve("variables"));
    Files.writeString(model.resolve("saved_model.pb"), "graph");
    Files.writeString(model.resolve("variables/variables.index"), "index");
    return model;
  }

  @Test
  void aModelInAPathOrAnAddressOfThisMachineStaysWhereItWasTrained() throws IOException {
    Path expected = folder.resolve("models");
    for (String directory : new String[] {expected.toString(), expected.toUri().toString()}) {
      ModelStorage models = ModelStorage.of(directory, new Configuration(false));
      assertThat(models.local()).isEqualTo(expected);
      Path model = model(models);
      assertThat(models.publish(model)).isEqualTo(model.toString());
      assertThat(model.resolve("saved_model.pb")).exists();
    }
  }

  @Test
  void aWholeModelIsMovedToSharedStorageInPlaceOfAnOlderOne() throws IOException {
    String run = folder.getFileName().toString();
    Path there = Files.createDirectories(folder.resolve("shared").resolve(run).resolve("model"));
    Files.writeString(there.resolve("left-over"), "of the older one");
    ModelStorage models = ModelStorage.of("storage:" + folder + "/shared", configuration());
    assertThat(models.local().toString()).doesNotContain(folder.toString());
    Path model = model(models);
    assertThat(models.publish(model)).isEqualTo("storage:" + there);
    assertThat(there.resolve("saved_model.pb")).hasContent("graph");
    assertThat(there.resolve("variables/variables.index")).hasContent("index");
    assertThat(there.resolve("left-over")).doesNotExist();
    assertThat(model.getParent()).doesNotExist();
  }

  @Test
  void storageThatIsNotThereIsToldWithThePlaceWhereTheModelIs() throws IOException {
    ModelStorage models = ModelStorage.of("nowhere://bucket/models", new Configuration(false));
    Path model = model(models);
    try {
      assertThatThrownBy(() -> models.publish(model))
          .isInstanceOf(ClassifierException.class)
          .hasMessageContaining("could not be copied to nowhere://bucket/models/")
          .hasMessageContaining("it is in " + model);
      assertThat(model.resolve("saved_model.pb")).exists();
    } finally {
      FileUtils.deleteDirectory(model.getParent().toFile());
    }
  }
}
