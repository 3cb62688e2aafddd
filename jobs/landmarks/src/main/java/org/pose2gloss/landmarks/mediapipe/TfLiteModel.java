package org.pose2gloss.landmarks.mediapipe;

import static org.bytedeco.tensorflowlite.global.tensorflowlite.kTfLiteOk;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.tensorflowlite.BuiltinOpResolver;
import org.bytedeco.tensorflowlite.FlatBufferModel;
import org.bytedeco.tensorflowlite.Interpreter;
import org.bytedeco.tensorflowlite.InterpreterBuilder;
import org.bytedeco.tensorflowlite.TfLiteTensor;

/**
 * One TensorFlow Lite interpreter of one model, on the CPU by XNNPACK with one thread.
 *
 * <p>Owns its native memory until closed. Not thread safe.
 */
final class TfLiteModel implements AutoCloseable {
  private final String name;
  private final BytePointer buffer;
  private final FlatBufferModel model;
  private final BuiltinOpResolver resolver;
  private final Interpreter interpreter;
  private final FloatPointer input;
  private final FloatPointer[] outputs;
  private final float[][] results;
  private long invocations;
  private long nanos;

  /**
   * Loads a model and makes it ready to run.
   *
   * @throws IllegalStateException if the model is absent, has other bytes, or TensorFlow Lite
   *     refuses it
   */
  TfLiteModel(ModelFiles files, Model which) {
    this(which.fileName(), TfLiteFile.withOutputs(files.read(which), which.outputs()));
  }

  /**
   * @param name what errors call it
   * @param bytes a model's file
   */
  TfLiteModel(String name, byte[] bytes) {
    this.name = name;
    buffer = new BytePointer(bytes.length);
    buffer.put(bytes);
    model = FlatBufferModel.BuildFromBuffer(buffer, bytes.length);
    resolver = new BuiltinOpResolver();
    AttentionOperators.addTo(resolver);
    interpreter = new Interpreter((Pointer) null);
    try (InterpreterBuilder builder = new InterpreterBuilder(model, resolver)) {
      builder.SetNumThreads(1);
      require(builder.apply(interpreter), "built");
    }
    require(interpreter.AllocateTensors(), "given memory");
    input = numbers(interpreter.tensor(interpreter.inputs().get(0)));
    outputs = new FloatPointer[Math.toIntExact(interpreter.outputs().limit())];
    results = new float[outputs.length][];
    for (int i = 0; i < outputs.length; i++) {
      outputs[i] = numbers(interpreter.tensor(interpreter.outputs().get(i)));
      results[i] = new float[Math.toIntExact(outputs[i].limit())];
    }
  }

  /** A tensor's numbers where they lie: the shapes are fixed, so they stay there. */
  private static FloatPointer numbers(TfLiteTensor tensor) {
    return tensor.data().f().limit(tensor.bytes() / Float.BYTES);
  }

  /**
   * Runs the model.
   *
   * @param values as many numbers as the model's input has, row-major
   * @throws IllegalArgumentException if they are more or fewer
   */
  void run(float[] values) {
    if (values.length != input.limit()) {
      throw new IllegalArgumentException(
          String.format("%s takes %d numbers, not %d", name, input.limit(), values.length));
    }
    input.put(values);
    long started = System.nanoTime();
    require(interpreter.Invoke(), "run");
    nanos += System.nanoTime() - started;
    invocations++;
  }

  /**
   * An output of the last run, row-major, in an array that the next call for it overwrites.
   *
   * @param index place in {@link Model#outputs}
   */
  float[] output(int index) {
    outputs[index].get(results[index]);
    return results[index];
  }

  /** How many outputs there are. */
  int outputs() {
    return outputs.length;
  }

  /** How often the model ran, and how long that took. */
  ModelTime time() {
    return new ModelTime(name, invocations, nanos);
  }

  private void require(int status, String what) {
    if (status != kTfLiteOk) {
      throw new IllegalStateException(
          String.format("TensorFlow Lite cannot have %s %s (status %d).", name, what, status));
    }
  }

  /** In this order: the interpreter points into the others. */
  @Override
  public void close() {
    interpreter.close();
    resolver.close();
    model.close();
    buffer.close();
  }
}
