package org.pose2gloss.landmarks.mediapipe;

import static org.bytedeco.tensorflowlite.global.tensorflowlite.TfLiteIntArrayCreate;
import static org.bytedeco.tensorflowlite.global.tensorflowlite.kTfLiteError;
import static org.bytedeco.tensorflowlite.global.tensorflowlite.kTfLiteOk;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.tensorflowlite.MutableOpResolver;
import org.bytedeco.tensorflowlite.TfLiteContext;
import org.bytedeco.tensorflowlite.TfLiteIntArray;
import org.bytedeco.tensorflowlite.TfLiteNode;
import org.bytedeco.tensorflowlite.TfLiteRegistration;
import org.bytedeco.tensorflowlite.TfLiteTensor;

/**
 * Makes the custom operators of the face model with attention known to TensorFlow Lite, each a
 * callback into {@link AttentionMath}.
 *
 * <p>Native code keeps the addresses of names, callbacks and registrations for as long as any
 * interpreter lives, hence the constants: a name given as a Java string would be freed at once.
 */
final class AttentionOperators {
  private static final Logger LOG = System.getLogger(AttentionOperators.class.getName());

  /** Version of the three operators that the model asks for. */
  private static final int VERSION = 2;

  private static final Operator TO_MATRIX =
      Operator.of("Landmarks2TransformMatrix", new MatrixPreparation(), new MatrixInvocation());
  private static final Operator BILINEAR =
      Operator.of("TransformTensorBilinear", new NoPreparation(), new BilinearInvocation());
  private static final Operator LANDMARKS =
      Operator.of("TransformLandmarks", new SameShapePreparation(), new LandmarksInvocation());

  private AttentionOperators() {}

  static void addTo(MutableOpResolver resolver) {
    for (Operator operator : new Operator[] {TO_MATRIX, BILINEAR, LANDMARKS}) {
      resolver.AddCustom(operator.name(), operator.registration(), VERSION);
    }
  }

  /**
   * One operator with all that native code points at. It refers to the callbacks weakly, so the
   * record must hold them.
   */
  private record Operator(
      BytePointer name,
      Preparation preparation,
      Invocation invocation,
      TfLiteRegistration registration) {

    static Operator of(String name, Preparation preparation, Invocation invocation) {
      TfLiteRegistration registration = new TfLiteRegistration();
      registration.prepare(preparation);
      registration.invoke(invocation);
      return new Operator(new BytePointer(name), preparation, invocation, registration);
    }
  }

  /** Sets the shape of an operator's output. No exception may reach native code. */
  private abstract static class Preparation
      extends TfLiteRegistration.Prepare_TfLiteContext_TfLiteNode {
    abstract int prepare(TfLiteContext context, TfLiteNode node);

    @Override
    public int call(TfLiteContext context, TfLiteNode node) {
      try {
        return prepare(context, node);
      } catch (RuntimeException e) {
        LOG.log(Level.ERROR, "A custom operator of the face model cannot be prepared", e);
        return kTfLiteError;
      }
    }
  }

  /** Computes an operator's output. No exception may reach native code. */
  private abstract static class Invocation
      extends TfLiteRegistration.Invoke_TfLiteContext_TfLiteNode {
    abstract void invoke(TfLiteContext context, TfLiteNode node);

    @Override
    public int call(TfLiteContext context, TfLiteNode node) {
      try {
        invoke(context, node);
        return kTfLiteOk;
      } catch (RuntimeException e) {
        LOG.log(Level.ERROR, "A custom operator of the face model failed", e);
        return kTfLiteError;
      }
    }
  }

  private static final class MatrixPreparation extends Preparation {
    @Override
    int prepare(TfLiteContext context, TfLiteNode node) {
      return resize(context, output(context, node), 1, 4, 4);
    }
  }

  /** The shape of the output is in the model. */
  private static final class NoPreparation extends Preparation {
    @Override
    int prepare(TfLiteContext context, TfLiteNode node) {
      return kTfLiteOk;
    }
  }

  private static final class SameShapePreparation extends Preparation {
    @Override
    int prepare(TfLiteContext context, TfLiteNode node) {
      return resize(context, output(context, node), shape(input(context, node, 0)));
    }
  }

  private static final class MatrixInvocation extends Invocation {
    @Override
    void invoke(TfLiteContext context, TfLiteNode node) {
      byte[] options = new byte[node.custom_initial_data_size()];
      new BytePointer(node.custom_initial_data()).get(options);
      write(
          output(context, node),
          AttentionMath.landmarksToMatrix(
              read(input(context, node, 0)),
              AttentionMath.MatrixOptions.of(FlexBuffers.readMap(options))));
    }
  }

  private static final class BilinearInvocation extends Invocation {
    @Override
    void invoke(TfLiteContext context, TfLiteNode node) {
      TfLiteTensor input = input(context, node, 0);
      TfLiteTensor output = output(context, node);
      int[] from = shape(input);
      int[] to = shape(output);
      float[] values = new float[to[1] * to[2] * to[3]];
      AttentionMath.transformBilinear(
          read(input),
          from[1],
          from[2],
          read(input(context, node, 1)),
          values,
          to[1],
          to[2],
          to[3]);
      write(output, values);
    }
  }

  private static final class LandmarksInvocation extends Invocation {
    @Override
    void invoke(TfLiteContext context, TfLiteNode node) {
      TfLiteTensor landmarks = input(context, node, 0);
      int[] shape = shape(landmarks);
      write(
          output(context, node),
          AttentionMath.transformLandmarks(
              read(landmarks), shape[shape.length - 1], read(input(context, node, 1))));
    }
  }

  private static TfLiteTensor input(TfLiteContext context, TfLiteNode node, int index) {
    return context.tensors().getPointer(node.inputs().data(index));
  }

  private static TfLiteTensor output(TfLiteContext context, TfLiteNode node) {
    return context.tensors().getPointer(node.outputs().data(0));
  }

  private static int resize(TfLiteContext context, TfLiteTensor tensor, int... shape) {
    TfLiteIntArray dimensions = TfLiteIntArrayCreate(shape.length);
    for (int i = 0; i < shape.length; i++) {
      dimensions.data(i, shape[i]);
    }
    return context.ResizeTensor().call(context, tensor, dimensions);
  }

  private static int[] shape(TfLiteTensor tensor) {
    int[] shape = new int[tensor.dims().size()];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = tensor.dims().data(i);
    }
    return shape;
  }

  private static float[] read(TfLiteTensor tensor) {
    float[] values = new float[Math.toIntExact(tensor.bytes() / Float.BYTES)];
    tensor.data().f().get(values);
    return values;
  }

  private static void write(TfLiteTensor tensor, float[] values) {
    FloatPointer data = tensor.data().f();
    if (tensor.bytes() != (long) values.length * Float.BYTES) {
      throw new IllegalStateException(
          "a tensor of " + tensor.bytes() + " bytes cannot take " + values.length + " numbers");
    }
    data.put(values);
  }
}
