package org.pose2gloss.pipelines.statistics;

import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.transforms.Combine;

/** Adds counts up. */
final class AddCounts extends Combine.CombineFn<LandmarkCounts, LandmarkCounts, LandmarkCounts> {
  private static final long serialVersionUID = 1L;

  @Override
  public LandmarkCounts createAccumulator() {
    return new LandmarkCounts();
  }

  @Override
  public LandmarkCounts addInput(LandmarkCounts accumulator, LandmarkCounts input) {
    return accumulator.add(input);
  }

  @Override
  public LandmarkCounts mergeAccumulators(Iterable<LandmarkCounts> accumulators) {
    LandmarkCounts all = new LandmarkCounts();
    accumulators.forEach(all::add);
    return all;
  }

  @Override
  public LandmarkCounts extractOutput(LandmarkCounts accumulator) {
    return accumulator;
  }

  @Override
  public Coder<LandmarkCounts> getAccumulatorCoder(
      CoderRegistry registry, Coder<LandmarkCounts> inputCoder) {
    return inputCoder;
  }

  @Override
  public Coder<LandmarkCounts> getDefaultOutputCoder(
      CoderRegistry registry, Coder<LandmarkCounts> inputCoder) {
    return inputCoder;
  }
}
