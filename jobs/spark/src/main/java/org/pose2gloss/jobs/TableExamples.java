package org.pose2gloss.jobs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.pose2gloss.classifier.Example;
import org.pose2gloss.classifier.ExampleSource;
import org.pose2gloss.tables.ExampleTable;
import org.pose2gloss.tables.Tables;

/** The examples of one split of a preparation, streamed from their table each time anew. */
final class TableExamples implements ExampleSource {
  private final Table examples;
  private final String preparation;
  private final String split;
  private final long size;

  /** Counts them. */
  TableExamples(Table examples, String preparation, String split) {
    this.examples = examples;
    this.preparation = preparation;
    this.split = split;
    this.size = ExampleTable.count(examples, preparation, split);
  }

  @Override
  public Stream<Example> open() {
    return ExampleTable.read(examples, preparation, split).stream()
        .map(row -> new Example(row.id() + "#" + row.copy(), row.label(), row.frames(), row.xyz()));
  }

  @Override
  public long size() {
    return size;
  }

  /**
   * Digest of the preparation's files: versions of the table that other preparations have made
   * change nothing here.
   */
  @Override
  public String version() {
    try (CloseableIterable<FileScanTask> files =
        examples.newScan().filter(Expressions.equal(Tables.PREPARATION, preparation)).planFiles()) {
      List<String> names =
          StreamSupport.stream(files.spliterator(), false)
              .map(task -> task.file().location())
              .sorted(Comparator.naturalOrder())
              .toList();
      return DigestUtils.sha256Hex(String.join("\n", names).getBytes(StandardCharsets.UTF_8))
          .substring(0, 16);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
