package org.pose2gloss.features;

import java.io.Serializable;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.TreeSet;

/** Numbers glosses from 0 in their natural order. */
public final class LabelEncoder implements Serializable {
  private static final long serialVersionUID = 1L;

  private final List<String> glosses;
  private final HashMap<String, Integer> labels = new HashMap<>();

  private LabelEncoder(List<String> glosses) {
    this.glosses = glosses;
    for (int label = 0; label < glosses.size(); label++) {
      labels.put(glosses.get(label), label);
    }
  }

  /**
   * An encoder of the distinct glosses among those given.
   *
   * @param glosses glosses in any order, any number of times; at least one
   * @throws IllegalArgumentException if there is none, or a blank one
   */
  public static LabelEncoder of(Collection<String> glosses) {
    if (glosses.isEmpty()) {
      throw new IllegalArgumentException("there is no gloss to number");
    }
    if (glosses.stream().anyMatch(gloss -> gloss == null || gloss.isBlank())) {
      throw new IllegalArgumentException("a gloss is a word, but one of those to number is blank");
    }
    return new LabelEncoder(List.copyOf(new TreeSet<>(glosses)));
  }

  /**
   * The label of a gloss, from 0.
   *
   * @throws IllegalArgumentException if the gloss is not among those numbered
   */
  public int label(String gloss) {
    Integer label = labels.get(gloss);
    if (label == null) {
      throw new IllegalArgumentException(
          String.format("%s is not among the %d glosses that have labels", gloss, glosses.size()));
    }
    return label;
  }

  /** Whether a gloss has a label. */
  public boolean contains(String gloss) {
    return labels.containsKey(gloss);
  }

  /** All glosses, each at the place of its label. */
  public List<String> glosses() {
    return glosses;
  }
}
