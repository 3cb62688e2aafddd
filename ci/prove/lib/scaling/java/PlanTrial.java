package org.pose2gloss.jobs;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.pose2gloss.tables.CatalogOptions;
import org.pose2gloss.tables.Warehouse;

/**
 * Plans an extraction as the job does and prints: videos, those to extract, packs, seconds of
 * reading, of choosing and of packing, bytes of the tasks as they are sent, bytes that the plan
 * keeps in the heap, most bytes that were ever in the heap.
 */
public final class PlanTrial {
  private static final double NANOS = 1e9;

  private PlanTrial() {}

  /** Takes the warehouse, the slots and the graph. */
  public static void main(String[] arguments) {
    CatalogOptions catalog = CatalogOptions.hadoop("pose2gloss", arguments[0]);
    try (Warehouse warehouse = Warehouse.open(catalog, new Configuration())) {
      long before = live();
      long start = System.nanoTime();
      ExtractPlan plan = new ExtractPlan(warehouse, arguments[2]);
      long read = System.nanoTime();
      plan.toCopy();
      List<VideoWork> todo = plan.toExtract(false, Set.of());
      long chosen = System.nanoTime();
      List<byte[]> tasks =
          Packing.even(
                  todo,
                  VideoWork::seconds,
                  Integer.parseInt(arguments[1]),
                  ExtractJob.LONGEST_PACK_SECONDS)
              .stream()
              .map(videos -> TaskBytes.of(new VideoPack(videos)))
              .toList();
      long packed = System.nanoTime();
      long peak =
          ManagementFactory.getMemoryPoolMXBeans().stream()
              .filter(pool -> pool.getType() == MemoryType.HEAP)
              .map(MemoryPoolMXBean::getPeakUsage)
              .mapToLong(usage -> usage.getUsed())
              .sum();
      long kept = live() - before;
      System.out.printf(
          "%d\t%d\t%d\t%.3f\t%.3f\t%.3f\t%d\t%d\t%d%n",
          plan.videos(),
          todo.size(),
          tasks.size(),
          (read - start) / NANOS,
          (chosen - read) / NANOS,
          (packed - chosen) / NANOS,
          tasks.stream().mapToLong(task -> task.length).sum(),
          kept,
          peak);
    }
  }

  private static long live() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
