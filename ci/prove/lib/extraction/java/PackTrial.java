package org.pose2gloss.jobs;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Packs as extraction does: reads one estimate of seconds a line, prints one pack a line, the numbers
 * of its estimates from 0.
 */
public final class PackTrial {
  private PackTrial() {}

  /** Takes the number of slots. */
  public static void main(String[] arguments) {
    List<Double> seconds =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))
            .lines()
            .map(Double::valueOf)
            .toList();
    List<Integer> numbers = IntStream.range(0, seconds.size()).boxed().toList();
    for (List<Integer> pack :
        Packing.even(
            numbers, seconds::get, Integer.parseInt(arguments[0]), ExtractJob.LONGEST_PACK_SECONDS)) {
      System.out.println(String.join(" ", pack.stream().map(String::valueOf).toList()));
    }
  }
}
