package org.pose2gloss.classifier.training;

/** Seeds of parts of a training from the seed of the whole: near ones share nothing. */
final class Seeds {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private Seeds() {}

  /** Mixes numbers with the finaliser of SplitMix64 (Steele, Lea and Flood, 2014). */
  static long mix(long... numbers) {
    long state = 0;
    for (long number : numbers) {
      state = (state ^ number) + GOLDEN;
      state = (state ^ (state >>> 30)) * 0xBF58476D1CE4E5B9L;
      state = (state ^ (state >>> 27)) * 0x94D049BB133111EBL;
      state ^= state >>> 31;
    }
    return state;
  }
}
