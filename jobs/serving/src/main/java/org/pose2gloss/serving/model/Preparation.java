package org.pose2gloss.serving.model;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.pose2gloss.classifier.Example;
import org.pose2gloss.features.LandmarkPart;
import org.pose2gloss.features.LandmarkSequence;
import org.pose2gloss.features.PointSelection;
import org.pose2gloss.features.SelectedPoints;

/**
 * How a clip is made ready for a model: as the examples were that it learnt from.
 *
 * @param name of the preparation, empty if unknown
 * @param landmarks the points that the model takes of all; none where that is unknown
 * @param maxFrames frames from the clip's start that are looked at
 */
public record Preparation(String name, Optional<PointSelection> landmarks, int maxFrames) {

  static Preparation of(String name, String landmarks, int maxFrames, int points) {
    try {
      PointSelection selection =
          landmarks.isEmpty() ? PointSelection.wlasl180() : PointSelection.of(landmarks);
      if (selection.size() == points) {
        return new Preparation(name, Optional.of(selection), maxFrames);
      }
      if (landmarks.isEmpty()) {
        return new Preparation(name, Optional.empty(), maxFrames);
      }
      throw new ModelException(
          "The model's description chooses %d landmarks, its network takes %d: they do not belong together."
              .formatted(selection.size(), points));
    } catch (IllegalArgumentException e) {
      throw new ModelException("The model's description is damaged: " + e.getMessage() + ".", e);
    }
  }

  /** The clip, cut to what the model looks at. */
  public Example cut(Example clip) {
    if (clip.frames() <= maxFrames) {
      return clip;
    }
    int size = maxFrames * clip.points() * Example.CHANNELS;
    return new Example(clip.id(), clip.label(), maxFrames, Arrays.copyOf(clip.xyz(), size));
  }

  /**
   * The clip of a sequence of all landmarks.
   *
   * @throws ModelException if it is not known which of them the model takes
   */
  public Example clip(String id, LandmarkSequence sequence) {
    return clip(id, selection().pick(sequence));
  }

  /**
   * The same of the parts' numbers, {@code float[frames * points * channels]} each.
   *
   * @throws ModelException if it is not known which of them the model takes
   */
  public Example clip(String id, int frames, Map<LandmarkPart, float[]> parts) {
    return clip(id, selection().pick(frames, parts));
  }

  private Example clip(String id, SelectedPoints points) {
    return cut(new Example(id, 0, points.frames(), points.xyz()));
  }

  private PointSelection selection() {
    return landmarks.orElseThrow(
        () ->
            new ModelException(
                "It is not known which landmarks this model takes: send them as they are."));
  }
}
