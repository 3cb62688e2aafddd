package org.pose2gloss.jobs;

import java.io.Serializable;
import org.pose2gloss.classifier.Encoder;
import org.pose2gloss.classifier.NetworkInput;
import org.pose2gloss.classifier.NetworkOptions;
import org.pose2gloss.classifier.training.ExampleVariation;
import org.pose2gloss.classifier.training.TrainingPlan;
import org.pose2gloss.command.Settings;
import org.pose2gloss.features.PointSelection;

/**
 * Which network is trained, and how its examples vary: the keys {@code network} and {@code
 * training.variation}.
 *
 * @param input {@code parts} or {@code nose}
 * @param frames frames that the input {@code parts} takes
 * @param encoder the layers
 * @param dropout of attention's weights, 0..1
 * @param dropPath of the blocks' branches, 0..1
 * @param headDropout before the last layer, 0..1
 * @param variation how much examples vary, 0 for not at all
 * @param mirrored share of examples that are mirrored, 0..1
 */
record NetworkChoice(
    String input,
    int frames,
    Encoder encoder,
    float dropout,
    float dropPath,
    float headDropout,
    double variation,
    double mirrored)
    implements Serializable {

  /** As configured. */
  static NetworkChoice of(Settings settings) {
    return new NetworkChoice(
        settings.text("network.input"),
        settings.integer("network.frames"),
        encoder(settings),
        (float) settings.number("network.dropout"),
        (float) settings.number("network.drop-path"),
        (float) settings.number("network.head-dropout"),
        settings.number("training.variation"),
        settings.number("training.mirrored"));
  }

  private static Encoder encoder(Settings settings) {
    int width = settings.integer("network.width");
    int heads = settings.integer("network.heads");
    return settings.text("network.encoder").equals("transformer")
        ? new Encoder.Transformer(width, settings.integer("network.layers"), heads)
        : new Encoder.Convolution(
            width,
            settings.integer("network.groups"),
            heads,
            settings.integer("network.kernel"),
            settings.flag("network.causal"));
  }

  /** The network for points and a number of glosses. */
  NetworkOptions network(PointSelection selection, int classes) {
    NetworkInput chosen =
        input.equals("nose")
            ? new NetworkInput.NoseRelative(selection.size(), selection.nose())
            : NetworkInput.Parts.of(selection, frames);
    return new NetworkOptions(chosen, encoder, classes, dropout, dropPath, headDropout);
  }

  /** The plan with examples that vary. */
  TrainingPlan varied(TrainingPlan plan, PointSelection selection) {
    return variation == 0 && mirrored == 0
        ? plan
        : plan.withTransform(
            new ExampleVariation(selection, variation, mirrored),
            String.format("variation %s, mirrored %s", variation, mirrored));
  }
}
