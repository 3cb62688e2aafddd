package org.pose2gloss.tables;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.ManifestReader;
import org.apache.iceberg.RewriteFiles;
import org.apache.iceberg.Table;
import org.apache.iceberg.util.ContentFileUtil;

/**
 * Takes deletions out of a table whose file of rows is no longer there, as after compaction.
 * Iceberg's own action goes by sequence numbers and leaves most of them; readers would plan them,
 * and counts of rows subtract them.
 */
public final class DanglingDeletes {
  private DanglingDeletes() {}

  /**
   * Commits, if there are any.
   *
   * @return how many files of deletions went
   */
  public static int remove(Table table, CommitNote note) {
    table.refresh();
    if (table.currentSnapshot() == null) {
      return 0;
    }
    Set<String> present = new HashSet<>();
    for (FileScanTask task : FileRows.plan(table.newScan())) {
      present.add(task.file().location());
    }
    RewriteFiles rewrite =
        table.newRewrite().validateFromSnapshot(table.currentSnapshot().snapshotId());
    int removed = 0;
    for (ManifestFile manifest : table.currentSnapshot().deleteManifests(table.io())) {
      for (DeleteFile file : files(table, manifest)) {
        String concerned = ContentFileUtil.referencedDataFileLocation(file);
        if (concerned != null && !present.contains(concerned)) {
          rewrite.deleteFile(file);
          removed++;
        }
      }
    }
    if (removed > 0) {
      note.summary().forEach(rewrite::set);
      rewrite.commit();
      table.refresh();
    }
    return removed;
  }

  private static List<DeleteFile> files(Table table, ManifestFile manifest) {
    try (ManifestReader<DeleteFile> entries =
        ManifestFiles.readDeleteManifest(manifest, table.io(), table.specs())) {
      List<DeleteFile> files = new ArrayList<>();
      entries.forEach(file -> files.add(file.copy()));
      return files;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
