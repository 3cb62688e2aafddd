package org.pose2gloss.pipelines;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.pose2gloss.pipelines.ingest.IngestReport;
import org.pose2gloss.tracking.TrackedRun;

/** Tells where the videos of a run of ingest came from, in short and in full. */
final class IngestReports {
  private static final JsonMapper JSON =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

  private IngestReports() {}

  /** A few lines, however much there is: places, and how many videos are nowhere. */
  static void tell(IngestReport report, PrintStream out) {
    for (IngestReport.Place place : report.places()) {
      out.println(
          String.format(
              Locale.ROOT,
              "%s: %,d videos from %s%s",
              place.source(),
              place.videos(),
              place.path(),
              place.backup() == 0 ? "" : " (backup)"));
    }
    Map<String, Integer> missing = new TreeMap<>();
    report.missing().forEach(one -> missing.merge(one.source(), 1, Integer::sum));
    missing.forEach(
        (source, count) ->
            out.println(
                String.format(
                    Locale.ROOT, "%s: %,d videos are missing everywhere", source, count)));
    long lost = report.unusable().stream().filter(one -> one.takenFrom() == null).count();
    if (!report.unusable().isEmpty()) {
      out.println(
          String.format(
              Locale.ROOT,
              "%,d files cannot be used, %,d of them without a backup that can: see table rejected",
              report.unusable().size(),
              lost));
    }
  }

  /** All of it as artifacts of a run: one JSON file, and tables that MLflow's page shows. */
  static void keep(IngestReport report, TrackedRun run) throws IOException {
    run.text(
        JSON.writerWithDefaultPrettyPrinter().writeValueAsString(report), "ingest/report.json");
    List<List<?>> places = new ArrayList<>();
    report
        .places()
        .forEach(
            one ->
                places.add(
                    List.of(
                        one.source(),
                        one.path(),
                        one.backup() == 0 ? "path" : "backup " + one.backup(),
                        one.videos())));
    run.table("ingest/places.json", List.of("source", "place", "is", "videos"), places);
    if (!report.missing().isEmpty()) {
      List<List<?>> missing = new ArrayList<>();
      report
          .missing()
          .forEach(
              one -> missing.add(Arrays.asList(one.source(), one.id(), one.gloss(), one.split())));
      run.table("ingest/missing.json", List.of("source", "id", "gloss", "split"), missing);
    }
    if (!report.unusable().isEmpty()) {
      List<List<?>> unusable = new ArrayList<>();
      report
          .unusable()
          .forEach(
              one ->
                  unusable.add(
                      Arrays.asList(
                          one.source(),
                          one.id(),
                          one.uri(),
                          one.entry(),
                          one.reason(),
                          one.takenFrom())));
      run.table(
          "ingest/unusable.json",
          List.of("source", "id", "uri", "entry", "reason", "taken from"),
          unusable);
    }
  }
}
