package org.pose2gloss.house;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tables in Markdown. */
final class Markdown {
  private Markdown() {}

  static String table(List<String> header, List<List<String>> rows) {
    return Stream.concat(
            Stream.of(line(header), "|" + "---|".repeat(header.size())),
            rows.stream().map(Markdown::line))
        .collect(Collectors.joining("\n"));
  }

  private static String line(List<String> cells) {
    return cells.stream()
        .map(cell -> cell.replace("|", "\\|"))
        .collect(Collectors.joining(" | ", "| ", " |"));
  }
}
