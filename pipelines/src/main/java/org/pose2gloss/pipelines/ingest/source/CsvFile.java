package org.pose2gloss.pipelines.ingest.source;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** A CSV file with a header line, read row by row. */
final class CsvFile {
  private static final int BYTE_ORDER_MARK = 0xFEFF;

  private final Storage storage;
  private final String path;

  /**
   * A file to be read.
   *
   * @param path path or URI, {@code archive!/name} for one inside an archive
   */
  CsvFile(Storage storage, String path) {
    this.storage = storage;
    this.path = path;
  }

  /** Takes a row. */
  interface RowReader {
    /**
     * Makes an input of a row.
     *
     * @throws RejectedException if the row makes none
     */
    void read(Row row) throws RejectedException;
  }

  /** One row, by names of columns. */
  record Row(CSVRecord cells) {
    /** The cell of the first of these columns that exists, null if it is empty or none exists. */
    String optional(String... columns) {
      for (String column : columns) {
        if (cells.isSet(column)) {
          String value = cells.get(column).strip();
          return value.isEmpty() ? null : value;
        }
      }
      return null;
    }

    String required(String column) throws RejectedException {
      String value = optional(column);
      if (value == null) {
        throw new RejectedException(String.format("Line %d has no %s.", line(), column));
      }
      return value;
    }

    /** A whole number, null if the cell is empty. */
    Long number(String column) throws RejectedException {
      String value = optional(column);
      if (value == null) {
        return null;
      }
      try {
        return Long.valueOf(value);
      } catch (NumberFormatException e) {
        throw new RejectedException(
            String.format("Line %d: %s is '%s', not a whole number.", line(), column, value), e);
      }
    }

    long line() {
      return cells.getParser().getCurrentLineNumber();
    }
  }

  /**
   * Finds out whether the file can be read and has the columns.
   *
   * @param anyOf sets of names; of each set one column must be there
   * @throws IngestException if not
   */
  void check(List<List<String>> anyOf) {
    try (CSVParser parser = open()) {
      List<String> names = parser.getHeaderNames();
      for (List<String> alternatives : anyOf) {
        if (alternatives.stream().noneMatch(names::contains)) {
          throw new IngestException(
              String.format(
                  "The file %s has no column %s, only %s: add it or name another file.",
                  path, String.join(" or ", alternatives), names));
        }
      }
    } catch (IOException | IllegalArgumentException | UncheckedIOException e) {
      throw new IngestException(
          String.format("The file %s cannot be read (%s).", path, e.getMessage()), e);
    }
  }

  /**
   * Reads all rows; a row that makes no input is rejected, a broken file is rejected from the break
   * on.
   */
  void read(String source, Listing listing, RowReader reader) throws IOException {
    try (CSVParser parser = open()) {
      Iterator<CSVRecord> records = parser.iterator();
      while (true) {
        Row row;
        try {
          if (!records.hasNext()) {
            return;
          }
          row = new Row(records.next());
        } catch (UncheckedIOException | IllegalStateException e) {
          reject(
              source,
              listing,
              null,
              String.format(
                  "Nothing after line %d can be read (%s).",
                  parser.getCurrentLineNumber(), e.getMessage()));
          return;
        }
        try {
          reader.read(row);
        } catch (RejectedException e) {
          reject(source, listing, row.optional("video_id", "file", "path"), e.getMessage());
        }
      }
    }
  }

  private void reject(String source, Listing listing, String id, String reason) {
    listing.rejected(new Rejection(id, path, null, source, Outcome.REJECTED, reason));
  }

  private CSVParser open() throws IOException {
    InputStream in = new BufferedInputStream(storage.open(path, Labels.LARGEST_BYTES));
    try {
      skipByteOrderMark(in);
      return CSVFormat.DEFAULT
          .builder()
          .setHeader()
          .setSkipHeaderRecord(true)
          .setAllowMissingColumnNames(true)
          .setTrim(true)
          .get()
          .parse(new InputStreamReader(in, StandardCharsets.UTF_8));
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }

  /** Spreadsheets put one in front, where it would become part of the first column's name. */
  private static void skipByteOrderMark(InputStream in) throws IOException {
    byte[] mark = Character.toString(BYTE_ORDER_MARK).getBytes(StandardCharsets.UTF_8);
    in.mark(mark.length);
    if (!java.util.Arrays.equals(in.readNBytes(mark.length), mark)) {
      in.reset();
    }
  }
}
