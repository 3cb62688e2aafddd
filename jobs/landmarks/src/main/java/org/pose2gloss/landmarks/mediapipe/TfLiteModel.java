package org.pose2gloss.landmarks.mediapipe;

import static org.bytedeco.tensorflowlite.global.tensorflowlite.kTfLiteOk;

import org.bytedeco.javacpp.BytePointer;
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
  private final float[][] outputs;

  /**
   * Loads a model and makes it ready to run.
   *
   * @throws IllegalStateException if the model is absent, has other bytes, or TensorFlow Lite
   *     refuses it
   */
  TfLiteModel(ModelFiles files, Model which) {
    name = which.fileName();
    byte[] bytes = files.read(which);
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
    outputs = new float[Math.toIntExact(interpreter.outputs().limit())][];
    for (int i = 0; i < outputs.length; i++) {
      outputs[i] = new float[numbers(outputTensor(i))];
    }
  }

  /**
   * Runs the model.
   *
   * @param input as many numbers as the model's input has, row-major
   * @throws IllegalArgumentException if they are more or fewer
   */
  void run(float[] input) {
    TfLiteTensor tensor = interpreter.tensor(interpreter.inputs().get(0));
    if (input.length != numbers(tensor)) {
      throw new IllegalArgumentException(
          String.format("%s takes %d numbers, not %d", name, numbers(tensor), input.length));
    }
    tensor.data().f().put(input);
    require(interpreter.Invoke(), "run");
  }

  /** An output of the last run, row-major, in an array that the next call for it overwrites. */
  float[] output(int index) {
    outputTensor(index).data().f().get(outputs[index]);
    return outputs[index];
  }

  private TfLiteTensor outputTensor(int index) {
    return interpreter.tensor(interpreter.outputs().get(index));
  }

  private static int numbers(TfLiteTensor tensor) {
    return Math.toIntExact(tensor.bytes() / Float.BYTES);
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
