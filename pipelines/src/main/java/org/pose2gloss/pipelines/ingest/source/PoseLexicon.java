package org.pose2gloss.pipelines.ingest.source;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * {@code .pose} files with an index in the format of the spoken-to-signed project's lexicons:
 * columns {@code path, spoken_language, signed_language, start, end, words, glosses, priority},
 * start and end in milliseconds.
 *
 * <p>The id is {@code video_id} where there is such a column, else the signed language and the
 * file's name, so that a file which stands for a sign in two languages gets two ids. Glosses are
 * turned into upper case. Columns {@code split} and {@code signer} count where they are there.
 *
 * @param name name of the source
 * @param places folders or archives that the index's paths start from
 * @param index path or URI of the index
 * @param glossPattern regular expression that a whole upper-case gloss must match; others are
 *     skipped; empty = take all
 */
public record PoseLexicon(String name, Places places, String index, String glossPattern)
    implements Source {

  /** Checks the pattern. */
  public PoseLexicon {
    try {
      Pattern.compile(glossPattern);
    } catch (PatternSyntaxException e) {
      throw new IngestException(
          String.format(
              "The gloss pattern '%s' of the source '%s' is no regular expression (%s).",
              glossPattern, name, e.getDescription()),
          e);
    }
  }

  @Override
  public void check(Storage storage) {
    places.check(storage, name);
    new CsvFile(storage, index)
        .check(List.of(List.of("path"), List.of("signed_language"), List.of("glosses")));
  }

  @Override
  public void list(Storage storage, Listing listing) throws IOException {
    Places.Files files = places.list(storage, name, listing);
    Pattern wanted = glossPattern.isEmpty() ? null : Pattern.compile(glossPattern);
    new CsvFile(storage, index)
        .read(
            name,
            listing,
            row -> {
              String gloss = Texts.checked("gloss", row.optional("glosses"));
              gloss = gloss == null ? null : gloss.toUpperCase(Locale.ROOT);
              if (wanted != null && (gloss == null || !wanted.matcher(gloss).matches())) {
                listing.skipped();
              } else {
                String path = FileNames.checked(row.required("path"));
                files.take(sample(row, path, gloss), files.named(path), path, listing);
              }
            });
  }

  private Sample sample(CsvFile.Row row, String path, String gloss) throws RejectedException {
    String language = Texts.checked("signed language", row.optional("signed_language"));
    String id = row.optional("video_id");
    if (id == null) {
      String stem = FileNames.withoutExtension(path);
      id = language == null ? stem : language + "/" + FileNames.last(stem);
    }
    Long start = row.number("start");
    Long end = row.number("end");
    return new Sample(
        Texts.checked("id", id),
        gloss,
        Texts.split(row.optional("split")),
        Texts.checked("signer", row.optional("signer")),
        language,
        name,
        Media.POSE,
        start == null || end == null ? SignRange.WHOLE : SignRange.ofMillis(start, end));
  }
}
