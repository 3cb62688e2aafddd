package org.pose2gloss.classifier.inference;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.NoBatchifyTranslator;
import ai.djl.translate.TranslatorContext;
import org.pose2gloss.classifier.Example;
import org.pose2gloss.classifier.ExampleBatch;

/** The one place where examples become DJL's tensors and probabilities come back. */
final class ExampleBatchTranslator implements NoBatchifyTranslator<ExampleBatch, float[][]> {

  @Override
  public NDList processInput(TranslatorContext context, ExampleBatch batch) {
    NDManager manager = context.getNDManager();
    NDArray landmarks =
        manager.create(
            batch.values(),
            new Shape(batch.size(), batch.frames(), batch.points(), Example.CHANNELS));
    NDArray mask = manager.create(batch.mask(), new Shape(batch.size(), batch.frames()));
    // DJL finds the signature's inputs by these names.
    landmarks.setName("landmarks");
    mask.setName("mask");
    return new NDList(landmarks, mask);
  }

  @Override
  public float[][] processOutput(TranslatorContext context, NDList outputs) {
    NDArray probabilities = outputs.singletonOrThrow();
    float[] flat = probabilities.toFloatArray();
    int rows = Math.toIntExact(probabilities.getShape().get(0));
    int classes = Math.toIntExact(probabilities.getShape().get(1));
    float[][] byRow = new float[rows][classes];
    for (int row = 0; row < rows; row++) {
      System.arraycopy(flat, row * classes, byRow[row], 0, classes);
    }
    return byRow;
  }
}
