package org.pose2gloss.pipelines;

import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.pose2gloss.command.Settings;
import org.pose2gloss.command.UsageException;
import org.pose2gloss.pipelines.ingest.source.LabelledVideos;
import org.pose2gloss.pipelines.ingest.source.Labels;
import org.pose2gloss.pipelines.ingest.source.Places;
import org.pose2gloss.pipelines.ingest.source.PoseLexicon;
import org.pose2gloss.pipelines.ingest.source.Source;
import org.pose2gloss.pipelines.ingest.source.UnlabelledVideos;
import org.pose2gloss.storage.ArchiveLimits;

/** Sources of ingest as the configuration describes them. */
final class IngestSources {
  private static final int MEBI = 20;

  private IngestSources() {}

  /**
   * The entries of {@code ingest.sources}.
   *
   * @throws UsageException if one has no path
   */
  static List<Source> of(Settings settings) {
    List<Source> sources = new ArrayList<>();
    for (Settings entry : settings.objects("ingest.sources", "ingest.source")) {
      String path = entry.text("path");
      if (path.isBlank()) {
        throw new UsageException(
            "An entry of ingest.sources has no path; name its folder or archive.");
      }
      List<String> paths = new ArrayList<>();
      paths.add(path);
      paths.addAll(entry.texts("backups"));
      String name = entry.optionalText("name").orElseGet(() -> new Path(path).getName());
      sources.add(source(entry, name, path, new Places(paths)));
    }
    return sources;
  }

  private static Source source(Settings entry, String name, String path, Places places) {
    String labels = entry.text("labels");
    String language = entry.optionalText("language").orElse(null);
    if (entry.text("kind").equals("pose-lexicon")) {
      boolean inArchive = path.endsWith(".zip");
      String index = labels.isBlank() ? path + (inArchive ? "!/" : "/") + "index.csv" : labels;
      return new PoseLexicon(name, places, index, entry.text("gloss-pattern"));
    }
    return labels.isBlank()
        ? new UnlabelledVideos(name, places, language)
        : new LabelledVideos(name, places, Labels.in(labels), language, entry.flag("cut"));
  }

  /** How much archives may ask. */
  static ArchiveLimits limits(Settings settings) {
    return new ArchiveLimits(
        settings.longInteger("ingest.archives.max-file-mib") << MEBI,
        settings.integer("ingest.archives.max-ratio"),
        settings.longInteger("ingest.archives.max-list-mib") << MEBI);
  }
}
