package org.pose2gloss.classifier.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.pose2gloss.classifier.network.TensorFlowRuntime;
import org.pose2gloss.classifier.network.Variable;
import org.pose2gloss.classifier.network.Variables;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** A weight that grows by one a step, and its average by the formula. */
class MovingAveragesTest {
  private static final float DECAY = 0.5f;

  @BeforeAll
  static void load() {
    TensorFlowRuntime.load();
  }

  private static float value(Session session, Variable variable) {
    try (Result result = session.runner().fetch(variable.value()).run()) {
      return ((TFloat32) result.get(0)).getFloat();
    }
  }

  @Test
  void theAverageFollowsTheNewValueAndChangesPlacesWithIt() {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Variables variables = new Variables(tf, 0);
      Variable weight = variables.counter("weight");
      Variable steps = variables.counter("steps");
      Operand<TFloat32> step = tf.math.add(steps.value(), tf.constant(1f));
      List<Op> updates =
          List.of(
              tf.assignVariableOp(weight.handle(), tf.math.add(weight.value(), tf.constant(1f))),
              tf.assignVariableOp(steps.handle(), step));
      MovingAverages averages =
          new MovingAverages(tf, DECAY, List.of(weight), variables, step, updates);
      Op initialise = variables.initialiseAll();
      try (Session session = new Session(graph, false)) {
        session.run(initialise);
        session.run(averages.begin());
        double expected = 0;
        for (int t = 1; t <= 20; t++) {
          session.run(averages.move());
          double decay = Math.min(DECAY, (1.0 + t) / (10.0 + t));
          expected = decay * expected + (1 - decay) * t;
        }
        Variable average = variables.slot(Checkpoint.AVERAGE, weight);
        assertThat(value(session, weight)).isEqualTo(20);
        float averaged = value(session, average);
        assertThat((double) averaged).isCloseTo(expected, within(1e-5));

        session.run(averages.exchange());
        assertThat(value(session, weight)).isEqualTo(averaged);
        assertThat(value(session, average)).isEqualTo(20);
        session.run(averages.exchange());
        assertThat(value(session, weight)).isEqualTo(20);
        assertThat(value(session, average)).isEqualTo(averaged);
      }
    }
  }
}
