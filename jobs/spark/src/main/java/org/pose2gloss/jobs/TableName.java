package org.pose2gloss.jobs;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.apache.iceberg.Table;
import org.pose2gloss.command.StepContext;
import org.pose2gloss.tables.Tables;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A table as one names it on the command line. */
record TableName(Tables table) {
  /** The table as it is now; a sentence where it does not exist. */
  Table open(StepContext context) {
    return context.warehouse().existing(table);
  }

  /** Reads it; told as wrong usage where there is no such table. */
  static final class Converter implements ITypeConverter<TableName> {
    @Override
    public TableName convert(String value) {
      return Arrays.stream(Tables.values())
          .filter(table -> table.tableName().equals(value))
          .findFirst()
          .map(TableName::new)
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      String.format(
                          "There is no table '%s': the tables are %s.",
                          value,
                          Arrays.stream(Tables.values())
                              .map(Tables::tableName)
                              .collect(Collectors.joining(", ")))));
    }
  }
}
