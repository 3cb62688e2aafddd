package org.pose2gloss.tables;

import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;

/**
 * A float array seen as the list that Iceberg's records hold, without a copy and without a box for
 * every number kept in memory.
 */
public final class FloatList extends AbstractList<Float> implements RandomAccess {
  private final float[] values;

  private FloatList(float[] values) {
    this.values = values;
  }

  /** A view of the array: the caller must not change it afterwards. */
  public static FloatList of(float[] values) {
    return new FloatList(values);
  }

  /**
   * The numbers of a column as an array.
   *
   * @param column what a record holds in a column of floats: a list, or null
   * @return the numbers, or null for null; not to be changed where the list is a view
   */
  public static float[] toArray(Object column) {
    if (column == null) {
      return null;
    }
    if (column instanceof FloatList floats) {
      return floats.values;
    }
    List<?> list = (List<?>) column;
    float[] values = new float[list.size()];
    int next = 0;
    for (Object value : list) {
      values[next++] = (Float) value;
    }
    return values;
  }

  @Override
  public Float get(int index) {
    return values[index];
  }

  @Override
  public int size() {
    return values.length;
  }
}
