package org.pose2gloss.jobs;

import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.iceberg.SerializableTable;
import org.apache.iceberg.Table;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.CollectionAccumulator;
import org.pose2gloss.command.UserException;
import org.pose2gloss.tables.CommitNote;
import org.pose2gloss.tables.SnapshotInfo;
import org.pose2gloss.tables.TableException;
import org.pose2gloss.tables.TableUnknownException;
import org.pose2gloss.tables.TableVersions;
import org.pose2gloss.tables.WrittenFiles;

/**
 * Files of a table that Spark's tasks write, to become a preparation's rows in one commit; they are
 * deleted if it is certain that they do not.
 */
final class TaskFiles {
  /** How Spark writes, into the text of its own exception, what a task has thrown. */
  private static final Pattern SENTENCE_OF_TASK =
      Pattern.compile(
          "(?:"
              + Pattern.quote(UserException.class.getName())
              + "|"
              + Pattern.quote(TableException.class.getName())
              + "): ([^\\n]+)");

  private final Table table;
  private final OptionalLong basis;
  private final CollectionAccumulator<WrittenFiles> written;

  /**
   * Files of the newest version of a table.
   *
   * @param table where the rows will be
   */
  TaskFiles(JavaSparkContext spark, Table table) {
    this.table = table;
    this.basis = TableVersions.newest(table);
    this.written = spark.sc().collectionAccumulator("written files");
  }

  /** The table as tasks take it. */
  Table serialised() {
    return SerializableTable.copyOf(table);
  }

  /** To be added to by each task at its end. */
  CollectionAccumulator<WrittenFiles> written() {
    return written;
  }

  /**
   * Runs the tasks and puts their rows in the place of a preparation's.
   *
   * @param tasks gives the files of every task, in the order in which their rows shall stand
   * @throws UserException if a task refuses a row, with the task's own sentence
   * @throws TableException if someone else has changed the same preparation meanwhile, or the table
   *     cannot be written; it is then as it was
   */
  SnapshotInfo replace(String preparation, CommitNote note, Supplier<List<WrittenFiles>> tasks) {
    boolean mayBeNeeded = false;
    try {
      SnapshotInfo snapshot =
          WrittenFiles.union(tasks.get()).replacePreparation(table, preparation, basis, note);
      mayBeNeeded = true;
      return snapshot;
    } catch (TableUnknownException e) {
      mayBeNeeded = true;
      throw e;
    } catch (TableException e) {
      throw e;
    } catch (Exception e) {
      // Spark throws a checked exception that its Java signatures do not declare.
      throw explained(e);
    } finally {
      if (!mayBeNeeded) {
        WrittenFiles.union(written.value()).delete(table);
      }
    }
  }

  private static RuntimeException explained(Exception failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      Matcher sentence = SENTENCE_OF_TASK.matcher(String.valueOf(cause.getMessage()));
      if (sentence.find()) {
        return new UserException(sentence.group(1).strip(), failure);
      }
    }
    return failure instanceof RuntimeException unchecked
        ? unchecked
        : new IllegalStateException(failure.getMessage(), failure);
  }
}
