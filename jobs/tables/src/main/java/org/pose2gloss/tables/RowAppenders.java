package org.pose2gloss.tables;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.GenericAppenderFactory;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.encryption.EncryptedOutputFile;
import org.apache.iceberg.io.FileAppender;

/** Opens files for the rows of a table, and for their deletions. */
final class RowAppenders extends GenericAppenderFactory {
  private final Table table;
  private final boolean split;

  RowAppenders(Table table) {
    super(table, table.schema(), table.spec(), fileProperties(table), null, null, null);
    this.table = table;
    this.split = RowAppender.isFor(table);
  }

  /** The table's properties but those that Iceberg insists on reading from the table itself. */
  private static Map<String, String> fileProperties(Table table) {
    Map<String, String> properties = new HashMap<>(table.properties());
    properties.keySet().removeIf(key -> key.startsWith("write.metadata.metrics."));
    return properties;
  }

  @Override
  public FileAppender<Record> newAppender(EncryptedOutputFile file, FileFormat format) {
    if (!split) {
      return super.newAppender(file, format);
    }
    try {
      return new RowAppender(table, file.encryptingOutputFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
