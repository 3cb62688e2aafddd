package org.pose2gloss.tables;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.ContentFile;
import org.apache.iceberg.ManifestContent;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.ManifestReader;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;

/**
 * The files that versions of a table consist of: rows, deletions, and the lists of both.
 *
 * @param bytesOf size of every file by name; 0 for a list of manifests, whose size stands nowhere
 */
public record VersionFiles(Map<String, Long> bytesOf) {

  /** Copies the map. */
  public VersionFiles {
    bytesOf = Map.copyOf(bytesOf);
  }

  /**
   * The files of some versions; reads their manifests, each once, and no rows.
   *
   * @throws TableException if a manifest or a list of them cannot be read
   */
  public static VersionFiles of(Table table, Iterable<Snapshot> snapshots) {
    Map<String, Long> files = new HashMap<>();
    Set<String> seen = new HashSet<>();
    for (Snapshot snapshot : snapshots) {
      if (snapshot.manifestListLocation() != null) {
        files.put(snapshot.manifestListLocation(), 0L);
      }
      for (ManifestFile manifest : manifests(table, snapshot)) {
        if (seen.add(manifest.path())) {
          files.put(manifest.path(), manifest.length());
          addContent(table, manifest, files);
        }
      }
    }
    return new VersionFiles(files);
  }

  private static List<ManifestFile> manifests(Table table, Snapshot snapshot) {
    try {
      return snapshot.allManifests(table.io());
    } catch (RuntimeException e) {
      throw new TableException(
          String.format(
              "The list of manifests of version %d of the table %s cannot be read (%s).",
              snapshot.snapshotId(), table.name(), e.getMessage()),
          e);
    }
  }

  private static void addContent(Table table, ManifestFile manifest, Map<String, Long> files) {
    try (ManifestReader<?> entries =
        manifest.content() == ManifestContent.DATA
            ? ManifestFiles.read(manifest, table.io(), table.specs())
            : ManifestFiles.readDeleteManifest(manifest, table.io(), table.specs())) {
      for (ContentFile<?> file : entries) {
        files.put(file.location(), file.fileSizeInBytes());
      }
    } catch (IOException | RuntimeException e) {
      throw new TableException(
          String.format(
              "The manifest %s of the table %s cannot be read (%s).",
              manifest.path(), table.name(), e.getMessage()),
          e);
    }
  }

  /** What these versions have and the others lack. */
  public VersionFiles without(VersionFiles others) {
    Map<String, Long> left = new HashMap<>(bytesOf);
    left.keySet().removeAll(others.bytesOf.keySet());
    return new VersionFiles(left);
  }

  /** How many files. */
  public int count() {
    return bytesOf.size();
  }

  /** Size of all files together. */
  public long bytes() {
    return bytesOf.values().stream().mapToLong(Long::longValue).sum();
  }
}
