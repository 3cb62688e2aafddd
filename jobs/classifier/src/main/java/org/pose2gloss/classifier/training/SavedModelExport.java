package org.pose2gloss.classifier.training;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.pose2gloss.classifier.Example;
import org.pose2gloss.classifier.ModelLabels;
import org.pose2gloss.classifier.NetworkOptions;
import org.pose2gloss.classifier.network.GlossNetwork;
import org.pose2gloss.classifier.network.Saver;
import org.pose2gloss.classifier.network.Variables;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Session;
import org.tensorflow.Signature;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/**
 * Turns a checkpoint, its averaged weights where there are some, into a SavedModel that needs
 * nothing of ours: signature {@code serving_default} from {@code landmarks [batch, time, points,
 * 3]}, in image widths and heights with NaN where absent, and {@code mask [batch, time]}, 1 for a
 * frame and 0 for padding after the last, to {@code probabilities [batch, classes]}, of any batch
 * and any number of frames.
 */
final class SavedModelExport {

  private SavedModelExport() {}

  /** Writes {@code target} whole or not at all; {@code glosses} may be empty. */
  static void export(
      Checkpoint checkpoint, NetworkOptions network, List<String> glosses, Path target)
      throws IOException {
    AtomicFolder.write(
        target,
        folder -> {
          write(checkpoint, network, folder);
          if (!glosses.isEmpty()) {
            ModelLabels.write(folder, glosses);
          }
        });
  }

  private static void write(Checkpoint checkpoint, NetworkOptions network, Path folder)
      throws IOException {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Variables variables = new Variables(tf, 0);
      Operand<TFloat32> landmarks =
          tf.withName("landmarks")
              .placeholder(
                  TFloat32.class,
                  Placeholder.shape(Shape.of(-1, -1, network.points(), Example.CHANNELS)));
      Operand<TFloat32> mask =
          tf.withName("mask").placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, -1)));
      Operand<TFloat32> logits = new GlossNetwork(network, variables).infer(tf, landmarks, mask);
      Operand<TFloat32> probabilities = tf.withName("probabilities").nn.softmax(logits);
      Saver.addTo(tf, variables.all());
      Signature signature =
          Signature.builder()
              .key(Signature.DEFAULT_KEY)
              .methodName("tensorflow/serving/predict")
              .input("landmarks", landmarks)
              .input("mask", mask)
              .output("probabilities", probabilities)
              .build();
      try (Session session = new Session(graph, false)) {
        Saver.restore(session, checkpoint.folder(), checkpoint.finalNames(variables.all()));
        SavedModelBundle.exporter(folder.toString())
            .withTags("serve")
            .withSession(session)
            .withSignature(signature)
            .export();
      }
    }
  }
}
