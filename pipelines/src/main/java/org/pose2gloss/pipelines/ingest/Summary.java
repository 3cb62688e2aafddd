package org.pose2gloss.pipelines.ingest;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.Table;
import org.apache.iceberg.exceptions.NotFoundException;
import org.pose2gloss.pipelines.ingest.IngestResult.SourceCounts;
import org.pose2gloss.pipelines.ingest.source.IngestException;
import org.pose2gloss.pipelines.ingest.source.Outcome;
import org.pose2gloss.pipelines.ingest.source.Source;

/**
 * What the last step of a run tells the program that started it, which may be on another machine:
 * through a file beside the table, gone when the run is over.
 *
 * @param ended how many inputs of a source had an outcome
 * @param taken how many videos a place of a source gave
 * @param missing videos that no place has
 * @param unusable files that could not be used
 */
record Summary(
    List<Ended> ended,
    List<Taken> taken,
    List<IngestReport.Missing> missing,
    List<IngestReport.Unusable> unusable) {
  private static final JsonMapper JSON = new JsonMapper();

  record Ended(String source, Outcome outcome, long count) {}

  record Taken(String source, int place, long count) {}

  private static String location(RunContext context) {
    return context.videos().location() + "/metadata/" + context.runKey() + ".json";
  }

  void write(RunContext context) {
    Table table = context.videos();
    try (OutputStream out = table.io().newOutputFile(location(context)).createOrOverwrite()) {
      JSON.writeValue(out, this);
    } catch (IOException e) {
      throw new IngestException(
          String.format("The summary of the run cannot be written (%s).", e.getMessage()), e);
    }
  }

  static Summary read(RunContext context) {
    Table table = context.videos();
    try (InputStream in = table.io().newInputFile(location(context)).newStream()) {
      return JSON.readValue(in, Summary.class);
    } catch (IOException e) {
      throw new IngestException(
          String.format(
              "Ingest is done, but the summary of the run cannot be read (%s).", e.getMessage()),
          e);
    }
  }

  static void delete(RunContext context) {
    try {
      context.videos().io().deleteFile(location(context));
    } catch (NotFoundException e) {
      // The run ended before it wrote one.
    }
  }

  /** Counts of each source. */
  List<SourceCounts> counts(List<Source> sources) {
    List<SourceCounts> all = new ArrayList<>();
    for (Source source : sources) {
      Map<Outcome, Long> of = new EnumMap<>(Outcome.class);
      for (Outcome outcome : Outcome.values()) {
        of.put(outcome, 0L);
      }
      ended.stream()
          .filter(one -> one.source().equals(source.name()))
          .forEach(one -> of.put(one.outcome(), one.count()));
      all.add(
          new SourceCounts(
              source.name(),
              of.values().stream().mapToLong(Long::longValue).sum(),
              of.get(Outcome.ADDED),
              of.get(Outcome.UPDATED),
              of.get(Outcome.UNCHANGED),
              of.get(Outcome.DUPLICATE),
              of.get(Outcome.REJECTED),
              of.get(Outcome.MISSING),
              of.get(Outcome.SKIPPED)));
    }
    return all;
  }

  /** Where videos came from. */
  IngestReport report(List<Source> sources) {
    List<IngestReport.Place> places = new ArrayList<>();
    for (Source source : sources) {
      for (int place = 0; place < source.places().paths().size(); place++) {
        int number = place;
        long videos =
            taken.stream()
                .filter(one -> one.source().equals(source.name()) && one.place() == number)
                .mapToLong(Taken::count)
                .sum();
        places.add(
            new IngestReport.Place(
                source.name(), source.places().paths().get(place), place, videos));
      }
    }
    return new IngestReport(places, missing, unusable);
  }
}
