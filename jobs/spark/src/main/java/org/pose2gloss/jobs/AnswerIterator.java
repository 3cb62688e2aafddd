package org.pose2gloss.jobs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.Row;
import org.apache.spark.util.LongAccumulator;
import org.pose2gloss.classifier.Example;
import org.pose2gloss.classifier.evaluation.Answer;
import org.pose2gloss.classifier.inference.GlossPredictor;
import org.pose2gloss.command.NativeCache;
import org.pose2gloss.jobs.evaluation.Judged;

/**
 * What the model says about a partition's examples, a batch at a time: a task holds one predictor,
 * made at its first example, and one batch. Probabilities of all classes do not leave the task.
 */
final class AnswerIterator implements Iterator<Judged> {
  /** Examples that are read at once, to be sorted by length. */
  private static final int BATCH = 64;

  private final Iterator<Row> examples;
  private final String model;
  private final LongAccumulator done;
  private final Deque<Judged> answers = new ArrayDeque<>();
  private GlossPredictor predictor;

  /**
   * An iterator over a partition.
   *
   * @param examples rows with id, split, signer, label, frames, points, xyz
   * @param model name of the model's folder among the files that Spark has sent
   * @param done counts the examples
   */
  AnswerIterator(Iterator<Row> examples, String model, LongAccumulator done) {
    this.examples = examples;
    this.model = model;
    this.done = done;
    TaskContext.get()
        .addTaskCompletionListener(
            context -> {
              if (predictor != null) {
                predictor.close();
              }
            });
  }

  @Override
  public boolean hasNext() {
    if (answers.isEmpty() && examples.hasNext()) {
      answer();
    }
    return !answers.isEmpty();
  }

  @Override
  public Judged next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return answers.remove();
  }

  private static GlossPredictor open(Path folder) {
    NativeCache.prepare();
    try {
      return GlossPredictor.open(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("The model in " + folder + " cannot be read.", e);
    }
  }

  private void answer() {
    if (predictor == null) {
      predictor = open(SentFolder.at(model));
    }
    List<Row> rows = new ArrayList<>();
    List<Example> batch = new ArrayList<>();
    while (examples.hasNext() && batch.size() < BATCH) {
      Row row = examples.next();
      rows.add(row);
      batch.add(
          new Example(
              row.getAs("id"),
              row.<Integer>getAs("label"),
              row.<Integer>getAs("frames"),
              xyz(row)));
    }
    float[][] probabilities = predictor.predict(batch);
    for (int i = 0; i < probabilities.length; i++) {
      Row row = rows.get(i);
      Example example = batch.get(i);
      answers.add(
          new Judged(
              example.id(),
              row.getAs("split"),
              row.getAs("signer"),
              example.frames(),
              Answer.of(example.id(), probabilities[i], example.label())));
    }
    done.add(probabilities.length);
  }

  /** The points without padding. */
  private static float[] xyz(Row row) {
    int numbers = row.<Integer>getAs("frames") * row.<Integer>getAs("points") * Example.CHANNELS;
    return Arrays.copyOf(LandmarkRows.floats(row, "xyz"), numbers);
  }
}
