package org.pose2gloss.jobs;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.pose2gloss.features.LandmarkPart;

/**
 * A sample of a preparation with the landmarks of its video: a bean, for that is how Spark hands
 * over an array of floats without a box for every number.
 */
@SuppressWarnings("unused") // Spark calls the methods.
public final class SampleLandmarks {
  private String id;
  private String gloss;
  private String split;
  private int frames;
  private float[] rightHand;
  private float[] leftHand;
  private float[] pose;
  private float[] face;

  /**
   * Joins samples with their landmarks.
   *
   * @param landmarks the table of landmarks
   * @param samples rows with id, gloss, split
   * @param parts parts that are read; the others are null
   */
  static Dataset<SampleLandmarks> join(
      Dataset<Row> landmarks, Dataset<Row> samples, Set<LandmarkPart> parts) {
    List<Column> columns = new ArrayList<>(List.of(col("id"), col("frames")));
    for (LandmarkPart part : LandmarkPart.values()) {
      Column column =
          parts.contains(part) ? col(part.columnName()) : lit(null).cast("array<float>");
      columns.add(column.as(property(part)));
    }
    return landmarks
        .select(columns.toArray(Column[]::new))
        // The samples are small, the landmarks large: sending the samples to every task moves no
        // landmark.
        .join(broadcast(samples.select("id", "gloss", "split")), "id")
        .as(Encoders.bean(SampleLandmarks.class));
  }

  private static String property(LandmarkPart part) {
    return switch (part) {
      case RIGHT_HAND -> "rightHand";
      case LEFT_HAND -> "leftHand";
      case POSE -> "pose";
      case FACE -> "face";
    };
  }

  /** The parts that were read: {@code float[frames * points * channels]} each. */
  Map<LandmarkPart, float[]> parts() {
    Map<LandmarkPart, float[]> parts = new EnumMap<>(LandmarkPart.class);
    parts.put(LandmarkPart.RIGHT_HAND, rightHand);
    parts.put(LandmarkPart.LEFT_HAND, leftHand);
    parts.put(LandmarkPart.POSE, pose);
    parts.put(LandmarkPart.FACE, face);
    return parts;
  }

  public String getId() {
    return id;
  }

  public void setId(String value) {
    id = value;
  }

  public String getGloss() {
    return gloss;
  }

  public void setGloss(String value) {
    gloss = value;
  }

  public String getSplit() {
    return split;
  }

  public void setSplit(String value) {
    split = value;
  }

  public int getFrames() {
    return frames;
  }

  public void setFrames(int value) {
    frames = value;
  }

  public float[] getRightHand() {
    return rightHand;
  }

  public void setRightHand(float[] value) {
    rightHand = value;
  }

  public float[] getLeftHand() {
    return leftHand;
  }

  public void setLeftHand(float[] value) {
    leftHand = value;
  }

  public float[] getPose() {
    return pose;
  }

  public void setPose(float[] value) {
    pose = value;
  }

  public float[] getFace() {
    return face;
  }

  public void setFace(float[] value) {
    face = value;
  }
}
