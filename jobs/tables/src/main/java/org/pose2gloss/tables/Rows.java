package org.pose2gloss.tables;

import java.io.Closeable;
import java.io.IOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.CloseableIterator;

/**
 * Rows of a table, read while one goes through them; memory holds one batch of a file, not the
 * table.
 *
 * @param <T> what a row is turned into
 */
public final class Rows<T> implements Iterable<T>, Closeable {
  private final String table;
  private final CloseableIterable<Record> records;
  private final Function<Record, T> mapper;
  private boolean closed;

  Rows(String table, CloseableIterable<Record> records, Function<Record, T> mapper) {
    this.table = table;
    this.records = records;
    this.mapper = mapper;
  }

  /** Goes through the rows from the first one. */
  @Override
  public Iterator<T> iterator() {
    CloseableIterator<Record> source = reading(records::iterator);
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return reading(source::hasNext);
      }

      @Override
      public T next() {
        return mapper.apply(reading(source::next));
      }
    };
  }

  /** The rows as a stream that closes them when it is closed. */
  public Stream<T> stream() {
    Spliterator<T> rows =
        Spliterators.spliteratorUnknownSize(iterator(), Spliterator.ORDERED | Spliterator.NONNULL);
    return StreamSupport.stream(rows, false).onClose(this::close);
  }

  /** Closes what is read; closing again does nothing, though Iceberg's own readers refuse it. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      records.close();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private <R> R reading(Supplier<R> action) {
    try {
      return action.get();
    } catch (NoSuchElementException e) {
      throw e;
    } catch (RuntimeException e) {
      throw unreadable(e);
    }
  }

  private TableException unreadable(Exception e) {
    return new TableException(
        String.format("The table %s cannot be read (%s).", table, e.getMessage()), e);
  }
}
