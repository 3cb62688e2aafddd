package org.pose2gloss.classifier.training;

import java.io.IOException;
import java.io.ObjectInputStream;
import org.pose2gloss.classifier.Example;
import org.pose2gloss.features.PointSelection;
import org.pose2gloss.features.SelectedPoints;
import org.pose2gloss.features.SequenceVariation;

/** Shows each training example as another signer, camera and detector might have given it. */
public final class ExampleVariation implements ExampleTransform {
  private static final long serialVersionUID = 1;

  private final String selection;
  private final double strength;
  private final double mirrored;
  private transient SequenceVariation variation;

  /**
   * Variations of examples of a selection's points.
   *
   * @param strength 1 for the usual amounts, 0 for none
   * @param mirrored share of sequences that are mirrored, 0 to 1
   * @throws IllegalArgumentException as {@link SequenceVariation} says
   */
  public ExampleVariation(PointSelection selection, double strength, double mirrored) {
    this.selection = selection.name();
    this.strength = strength;
    this.mirrored = mirrored;
    this.variation = new SequenceVariation(selection, strength, mirrored);
  }

  private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
    in.defaultReadObject();
    variation = new SequenceVariation(PointSelection.of(selection), strength, mirrored);
  }

  @Override
  public Example apply(Example example, long seed) {
    SelectedPoints points = SelectedPoints.of(example.frames(), example.points(), example.xyz());
    SelectedPoints varied = variation.of(points, seed);
    return new Example(example.id(), example.label(), varied.frames(), varied.xyz());
  }
}
