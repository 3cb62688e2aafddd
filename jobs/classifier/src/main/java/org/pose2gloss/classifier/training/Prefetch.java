package org.pose2gloss.classifier.training;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.pose2gloss.classifier.ClassifierException;

/**
 * Takes elements from an iterator on a thread of its own, a few ahead of whoever wants them.
 *
 * <p>What the iterator throws comes out of {@link #hasNext}, after the elements before it. Closing
 * stops the thread and waits for its end.
 */
final class Prefetch<T> implements Iterator<T>, AutoCloseable {
  /** An element, what was thrown instead, or the end. */
  private record Item<T>(T element, RuntimeException problem) {
    boolean isEnd() {
      return element == null && problem == null;
    }
  }

  private final Iterator<T> source;
  private final BlockingQueue<Item<T>> ready;
  private final Thread thread;
  private Item<T> next;

  /**
   * Starts.
   *
   * @param ahead elements made ready and not yet taken, at most
   */
  Prefetch(Iterator<T> source, int ahead, String threadName) {
    this.source = source;
    this.ready = new ArrayBlockingQueue<>(ahead);
    this.thread = new Thread(this::fill, threadName);
    thread.setDaemon(true);
    thread.start();
  }

  private void fill() {
    try {
      try {
        while (source.hasNext()) {
          ready.put(new Item<>(source.next(), null));
        }
        ready.put(new Item<>(null, null));
      } catch (RuntimeException problem) {
        ready.put(new Item<>(null, problem));
      } catch (Error problem) {
        // Memory that ran out, most of all: whoever waits must not wait for ever.
        ready.put(
            new Item<>(
                null,
                new ClassifierException(
                    "The examples could not be made ready (where memory ran out, lower"
                        + " training.shuffle-batches or training.batch-size): "
                        + problem,
                    problem)));
        throw problem;
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Waits until it is known.
   *
   * @throws ClassifierException if the waiting thread is interrupted
   */
  @Override
  public boolean hasNext() {
    if (next == null) {
      try {
        next = ready.take();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new ClassifierException("Training was interrupted while it waited for examples.", e);
      }
    }
    if (next.problem() != null) {
      throw next.problem();
    }
    return !next.isEnd();
  }

  @Override
  public T next() {
    if (!hasNext()) {
      throw new NoSuchElementException("no further element");
    }
    T element = next.element();
    next = null;
    return element;
  }

  @Override
  public void close() {
    thread.interrupt();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
