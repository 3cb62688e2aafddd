package org.pose2gloss.classifier;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.pose2gloss.features.LandmarkPart;
import org.pose2gloss.features.PointSelection;

/**
 * What the first layer sees of landmarks. It is part of the network, so that training, serving and
 * evaluation cannot differ in it.
 */
public sealed interface NetworkInput extends Serializable
    permits NetworkInput.NoseRelative, NetworkInput.Parts {

  /** Landmarks a frame. */
  int points();

  /**
   * Every frame, coordinates relative to the nose: what the original system saw.
   *
   * @param points landmarks a frame
   * @param nose which of them is the tip of the nose, from 0; -1 if none is
   */
  record NoseRelative(int points, int nose) implements NetworkInput {
    /** Checks the numbers. */
    public NoseRelative {
      NetworkOptions.require(points >= 1, "points", points, "1 or more");
      NetworkOptions.require(nose >= -1 && nose < points, "nose", nose, "one of the points, or -1");
    }
  }

  /**
   * So many frames of those in which a hand was seen, evenly spread; in each the shape of every
   * part by itself, where it is, and how it moves.
   *
   * @param points landmarks a frame
   * @param nose which of them is the tip of the nose, from 0; -1 if none is
   * @param parts which landmarks belong together; a landmark in none of them is not looked at
   * @param frames number of frames, 2 or more
   */
  record Parts(int points, int nose, List<Part> parts, int frames) implements NetworkInput {
    /** Checks the numbers. */
    public Parts {
      NetworkOptions.require(points >= 1, "points", points, "1 or more");
      NetworkOptions.require(nose >= -1 && nose < points, "nose", nose, "one of the points, or -1");
      NetworkOptions.require(!parts.isEmpty(), "parts", parts, "1 or more");
      NetworkOptions.require(frames >= 2, "frames", frames, "2 or more");
      parts = List.copyOf(parts);
      for (Part part : parts) {
        for (int place : part.places()) {
          NetworkOptions.require(
              place >= 0 && place < points, "part's landmark", place, "one of the points");
        }
      }
    }

    /** The same with another point for the tip of the nose. */
    public Parts withNose(int place) {
      return new Parts(points, place, parts, frames);
    }

    /** The parts of a selection of points. */
    public static Parts of(PointSelection selection, int frames) {
      List<Part> parts = new ArrayList<>();
      for (LandmarkPart part : LandmarkPart.values()) {
        List<Integer> places = Arrays.stream(selection.places(part)).boxed().toList();
        if (!places.isEmpty()) {
          parts.add(new Part(part.columnName(), selection.isHand(places.get(0)), places));
        }
      }
      return new Parts(selection.size(), selection.nose(), parts, frames);
    }
  }

  /**
   * Landmarks that belong together.
   *
   * @param name of the part, such as {@code left_hand}
   * @param hand whether it is a hand
   * @param places which landmarks of a frame
   */
  record Part(String name, boolean hand, List<Integer> places) implements Serializable {
    /** Keeps the places as they are. */
    public Part {
      places = List.copyOf(places);
    }
  }
}
