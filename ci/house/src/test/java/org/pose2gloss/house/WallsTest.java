package org.pose2gloss.house;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.elements.ClassesShould;

/** The rooms know only the rooms they may, and libraries stay in the rooms that own them. */
@AnalyzeClasses(packages = "org.pose2gloss", importOptions = ImportOption.DoNotIncludeTests.class)
class WallsTest {
  private static final String FEATURES = "org.pose2gloss.features..";
  private static final String STORAGE = "org.pose2gloss.storage..";
  private static final String CHARTS = "org.pose2gloss.charts..";
  private static final String TABLES = "org.pose2gloss.tables..";
  private static final String TRACKING = "org.pose2gloss.tracking..";
  private static final String LANDMARKS = "org.pose2gloss.landmarks..";
  private static final String CLASSIFIER = "org.pose2gloss.classifier..";
  private static final String COMMAND = "org.pose2gloss.command..";
  private static final String JOBS = "org.pose2gloss.jobs..";
  private static final String PIPELINES = "org.pose2gloss.pipelines..";
  private static final String SERVING = "org.pose2gloss.serving..";
  private static final String BENCHMARKS = "org.pose2gloss.benchmarks..";

  @ArchTest
  static final ArchRule featuresKnowNothingOfOurs =
      room(FEATURES)
          .dependOnClassesThat()
          .resideInAnyPackage(
              STORAGE, CHARTS, TABLES, TRACKING, LANDMARKS, CLASSIFIER, COMMAND, JOBS, PIPELINES);

  @ArchTest
  static final ArchRule storageKnowsNothingOfOurs =
      room(STORAGE)
          .dependOnClassesThat()
          .resideInAnyPackage(
              FEATURES, CHARTS, TABLES, TRACKING, LANDMARKS, CLASSIFIER, COMMAND, JOBS, PIPELINES);

  @ArchTest
  static final ArchRule chartsKnowNothingOfOurs =
      room(CHARTS)
          .dependOnClassesThat()
          .resideInAnyPackage(
              FEATURES, STORAGE, TABLES, TRACKING, LANDMARKS, CLASSIFIER, COMMAND, JOBS, PIPELINES);

  @ArchTest
  static final ArchRule archivesAreReadInStorageAlone =
      noClasses()
          .that()
          .resideOutsideOfPackage(STORAGE)
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.commons.compress..");

  @ArchTest
  static final ArchRule tablesKnowNothingOfOurs =
      room(TABLES)
          .dependOnClassesThat()
          .resideInAnyPackage(
              FEATURES, STORAGE, CHARTS, TRACKING, LANDMARKS, CLASSIFIER, COMMAND, JOBS, PIPELINES);

  @ArchTest
  static final ArchRule trackingKnowsNothingOfOurs =
      room(TRACKING)
          .dependOnClassesThat()
          .resideInAnyPackage(
              FEATURES, STORAGE, CHARTS, TABLES, LANDMARKS, CLASSIFIER, COMMAND, JOBS, PIPELINES);

  @ArchTest
  static final ArchRule landmarksKnowFeaturesOnly =
      room(LANDMARKS)
          .dependOnClassesThat()
          .resideInAnyPackage(
              STORAGE, CHARTS, TABLES, TRACKING, CLASSIFIER, COMMAND, JOBS, PIPELINES);

  @ArchTest
  static final ArchRule theClassifierKnowsFeaturesOnly =
      room(CLASSIFIER)
          .dependOnClassesThat()
          .resideInAnyPackage(
              STORAGE, CHARTS, TABLES, TRACKING, LANDMARKS, COMMAND, JOBS, PIPELINES);

  @ArchTest
  static final ArchRule commandsKnowTablesAndTrackingOnly =
      room(COMMAND)
          .dependOnClassesThat()
          .resideInAnyPackage(FEATURES, STORAGE, CHARTS, LANDMARKS, CLASSIFIER, JOBS, PIPELINES);

  @ArchTest
  static final ArchRule jobsDoNotKnowPipelines =
      room(JOBS).dependOnClassesThat().resideInAPackage(PIPELINES);

  @ArchTest
  static final ArchRule pipelinesDoNotKnowJobs =
      room(PIPELINES).dependOnClassesThat().resideInAPackage(JOBS);

  @ArchTest
  static final ArchRule servingKnowsNoJobs =
      room(SERVING).dependOnClassesThat().resideInAnyPackage(STORAGE, CHARTS, JOBS, PIPELINES);

  /** A service that leaves no traces loads neither Iceberg nor Hadoop. */
  @ArchTest
  static final ArchRule ofServingTracesAloneKnowTables =
      noClasses()
          .that()
          .resideInAPackage(SERVING)
          .and()
          .resideOutsideOfPackage("org.pose2gloss.serving.trace..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(TABLES, "org.apache.iceberg..", "org.apache.hadoop..");

  @ArchTest
  static final ArchRule nobodyKnowsServing =
      noClasses()
          .that()
          .resideOutsideOfPackages(SERVING, PIPELINES, BENCHMARKS)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(SERVING);

  @ArchTest
  static final ArchRule theServerIsServingsAlone =
      noClasses()
          .that()
          .resideOutsideOfPackage(SERVING)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.javalin..", "org.eclipse.jetty..", "io.micrometer..");

  /**
   * Benchmarks of a room's inner parts stand in that room's package, but nothing else knows them.
   */
  @ArchTest
  static final ArchRule nobodyKnowsBenchmarks =
      noClasses()
          .that()
          .resideOutsideOfPackage(BENCHMARKS)
          .and()
          .haveNameNotMatching(".*Benchmark(\\$.*)?")
          .and(not(resideInAPackage("..jmh_generated..")))
          .should()
          .dependOnClassesThat()
          .resideInAPackage(BENCHMARKS);

  @ArchTest
  static final ArchRule jmhIsTheBenchmarksAlone =
      noClasses()
          .that()
          .resideOutsideOfPackage(BENCHMARKS)
          .and(not(simpleNameEndingWith("Benchmark")))
          .and(not(resideInAPackage("..jmh_generated..")))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.openjdk.jmh..");

  @ArchTest
  static final ArchRule sparkIsTheJobsAlone =
      noClasses()
          .that()
          .resideOutsideOfPackages(JOBS, PIPELINES)
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.spark..");

  @ArchTest
  static final ArchRule beamIsThePipelinesAlone =
      noClasses()
          .that()
          .resideOutsideOfPackage(PIPELINES)
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.beam..");

  @ArchTest
  static final ArchRule tensorFlowIsTheClassifiersAlone =
      noClasses()
          .that()
          .resideOutsideOfPackage(CLASSIFIER)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.tensorflow..", "ai.djl..");

  @ArchTest
  static final ArchRule nativeCodeStaysInTheRoomsThatOwnIt =
      noClasses()
          .that()
          .resideOutsideOfPackages(CLASSIFIER, LANDMARKS)
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.bytedeco..");

  @ArchTest
  static final ArchRule mlflowIsTrackingsAlone =
      noClasses()
          .that()
          .resideOutsideOfPackage(TRACKING)
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.mlflow..");

  private static ClassesShould room(String name) {
    return noClasses().that().resideInAPackage(name).should();
  }
}
