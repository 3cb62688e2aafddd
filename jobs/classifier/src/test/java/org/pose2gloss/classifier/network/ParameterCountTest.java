package org.pose2gloss.classifier.network;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.pose2gloss.classifier.NetworkOptions;
import org.tensorflow.Graph;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/** The network has the size of the original system's, which published 1,748,098 parameters. */
class ParameterCountTest {

  @Test
  void theFullNetworkHasAsManyParametersAsTheOriginal() {
    Variables variables = variablesOf(NetworkOptions.original(180, 49, 100));

    assertThat(variables.parameters()).isEqualTo(1_748_098);
    assertThat(variables.parameters() - variables.trainableParameters()).isEqualTo(6_528);
  }

  @Test
  void theCountIsWhatTheArchitectureAddsUpTo() {
    int features = 540;
    int classes = 100;
    int width = 192;
    int wide = 384;
    int normalization = 2; // scale and offset a channel; as many again are not trained
    int stem = features * width + normalization * width;
    int convolution =
        (width * wide + wide) + 17 * wide + normalization * wide + 5 + (wide * width + width);
    int transformer =
        2 * normalization * width
            + 3 * (width * width + width)
            + (width * width + width)
            + (width * wide + wide * width);
    int top = width * wide + wide;
    int head = wide * classes + classes;
    int trainable = stem + 2 * (3 * convolution + transformer) + top + head;
    int statistics = normalization * (width + 2 * (3 * wide + 2 * width));

    Variables variables = variablesOf(NetworkOptions.original(180, 49, classes));

    assertThat(variables.trainableParameters()).isEqualTo(trainable);
    assertThat(variables.parameters()).isEqualTo(trainable + statistics);
  }

  @Test
  void aSecondForwardPassSharesTheVariables() {
    TensorFlowRuntime.load();
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      GlossNetwork network =
          new GlossNetwork(NetworkOptions.original(180, 49, 100), new Variables(tf, 1));
      Placeholder<TFloat32> frames = input(tf, Shape.of(-1, -1, 180, 3));
      Placeholder<TFloat32> mask = input(tf, Shape.of(-1, -1));
      network.infer(tf, frames, mask);
      long before = network.variables().parameters();
      network.train(tf, frames, mask, 1, tf.constant(0f), tf.constant(1f));

      assertThat(network.variables().parameters()).isEqualTo(before);
    }
  }

  private static Variables variablesOf(NetworkOptions options) {
    TensorFlowRuntime.load();
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Variables variables = new Variables(tf, 1);
      new GlossNetwork(options, variables)
          .infer(tf, input(tf, Shape.of(-1, -1, options.points(), 3)), input(tf, Shape.of(-1, -1)));
      return variables;
    }
  }

  private static Placeholder<TFloat32> input(Ops tf, Shape shape) {
    return tf.placeholder(TFloat32.class, Placeholder.shape(shape));
  }
}
