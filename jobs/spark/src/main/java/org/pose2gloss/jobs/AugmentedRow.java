package org.pose2gloss.jobs;

import org.pose2gloss.features.SelectedPoints;

/** A row of the table {@code augmented}, as the bean that Spark writes. */
@SuppressWarnings("unused") // Spark calls the methods.
public final class AugmentedRow {
  private String preparation;
  private String id;
  private int copy;
  private String gloss;
  private String split;
  private int frames;
  private int points;
  private String landmarks;
  private float[] xyz;

  /** The row of a sample or a copy of it. */
  static AugmentedRow of(
      AugmentJob.Options options, SampleLandmarks sample, int copy, SelectedPoints points) {
    AugmentedRow row = new AugmentedRow();
    row.preparation = options.preparation();
    row.id = sample.getId();
    row.copy = copy;
    row.gloss = sample.getGloss();
    row.split = sample.getSplit();
    row.frames = points.frames();
    row.points = points.points();
    row.landmarks = options.landmarks();
    row.xyz = points.xyz();
    return row;
  }

  public String getPreparation() {
    return preparation;
  }

  public void setPreparation(String value) {
    preparation = value;
  }

  public String getId() {
    return id;
  }

  public void setId(String value) {
    id = value;
  }

  public int getCopy() {
    return copy;
  }

  public void setCopy(int value) {
    copy = value;
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

  public int getPoints() {
    return points;
  }

  public void setPoints(int value) {
    points = value;
  }

  public String getLandmarks() {
    return landmarks;
  }

  public void setLandmarks(String value) {
    landmarks = value;
  }

  public float[] getXyz() {
    return xyz;
  }

  public void setXyz(float[] value) {
    xyz = value;
  }
}
