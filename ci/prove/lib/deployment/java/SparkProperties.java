import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkSubmit;
import org.apache.spark.deploy.SparkSubmitArguments;
import org.apache.spark.internal.config.ConfigEntry;

/**
 * Checks files of Spark properties against the Spark on its class path: every name is one that this Spark (or, behind
 * spark.hadoop., this Hadoop) reads, every value one that it can, and spark-submit takes each file as a whole.
 *
 * <p>Arguments: Spark's home, then files. One line a problem on stdout.
 */
final class SparkProperties {
  /** Names that end in one of the user's own, as Spark's documentation has them. */
  private static final List<Pattern> OPEN =
      Stream.of(
              "spark\\.(executorEnv|yarn\\.appMasterEnv|kubernetes\\.driverEnv)\\.[A-Z_][A-Z0-9_]*",
              "spark\\.kubernetes\\.(driver|executor)\\.secretKeyRef\\.[A-Z_][A-Z0-9_]*",
              "spark\\.kubernetes\\.(driver|executor)\\.(secrets|label|annotation|node\\.selector)\\.[a-z0-9][A-Za-z0-9._/-]*",
              "spark\\.kubernetes\\.(driver|executor)\\.volumes\\.(hostPath|emptyDir|nfs|persistentVolumeClaim)\\.[a-z0-9-]+\\."
                  + "(mount\\.(path|subPath|readOnly)|options\\.[A-Za-z]+)",
              "spark\\.(driver|executor|task|worker)\\.resource\\.[a-z0-9_]+\\.(amount|discoveryScript|vendor)",
              "spark\\.ssl\\.((ui|standalone|historyServer)\\.)?(enabled|port|keyStore|keyStorePassword|keyPassword|keyStoreType"
                  + "|needClientAuth|trustStore|trustStorePassword|trustStoreType|protocol|enabledAlgorithms)")
          .map(Pattern::compile)
          .toList();

  private static final Pattern HOLDERS =
      Pattern.compile("org/apache/spark/(internal/config|deploy/k8s|deploy/yarn/config|sql/internal)/[A-Za-z]+\\$\\.class");
  private static final Pattern NAME = Pattern.compile("spark\\.[A-Za-z0-9_.-]+[A-Za-z0-9]");
  private static final String HADOOP = "spark.hadoop.";

  /**
   * What hadoop-aws 3.3.4 and Hadoop's core read, though their core-default.xml gives it no value (the classes Constants of S3A
   * and CredentialProviderFactory).
   */
  private static final Set<String> WITHOUT_DEFAULT =
      Set.of(
          "spark.hadoop.fs.s3a.endpoint",
          "spark.hadoop.fs.s3a.endpoint.region",
          "spark.hadoop.hadoop.security.credential.provider.path");

  private final Set<String> literals = new HashSet<>();
  private final Configuration hadoop = new Configuration();

  private record Line(Path file, int number, boolean active, String name, String value) {
    String problem(String what) {
      return file + ":" + number + ": " + what;
    }
  }

  public static void main(String[] arguments) throws Exception {
    SparkProperties check = new SparkProperties(Path.of(arguments[0], "jars"));
    boolean fine = true;
    for (int i = 1; i < arguments.length; i++) {
      for (String problem : check.file(Path.of(arguments[i]))) {
        System.out.println(problem);
        fine = false;
      }
    }
    System.exit(fine ? 0 : 1);
  }

  private SparkProperties(Path jars) throws IOException {
    List<Path> ofSpark;
    try (Stream<Path> listed = Files.list(jars)) {
      ofSpark = listed.filter(jar -> jar.getFileName().toString().matches("spark-.*\\.jar")).toList();
    }
    for (Path jar : ofSpark) {
      try (JarFile opened = new JarFile(jar.toFile())) {
        for (Enumeration<JarEntry> entries = opened.entries(); entries.hasMoreElements(); ) {
          JarEntry entry = entries.nextElement();
          if (entry.getName().endsWith(".class")) {
            try (InputStream in = opened.getInputStream(entry)) {
              literals(new String(in.readAllBytes(), StandardCharsets.ISO_8859_1));
            }
          }
          if (HOLDERS.matcher(entry.getName()).matches()) {
            load(entry.getName());
          }
        }
      }
    }
  }

  /** Names of properties are constants of the classes that read them. */
  private void literals(String bytes) {
    Matcher matcher = NAME.matcher(bytes);
    while (matcher.find()) {
      literals.add(matcher.group());
    }
  }

  /** Makes Spark register the properties that an object declares, with the types of their values. */
  private static void load(String entry) {
    try {
      Class.forName(entry.replace('/', '.').replaceAll("\\.class$", ""));
    } catch (ClassNotFoundException | LinkageError e) {
      // Of a part of Spark that is not on the class path.
      return;
    }
  }

  private List<String> file(Path file) throws Exception {
    List<String> problems = new ArrayList<>();
    List<Line> lines = lines(file, problems);
    Set<String> seen = new HashSet<>();
    for (Line line : lines) {
      if (line.active() && !seen.add(line.name())) {
        problems.add(line.problem(line.name() + " stands twice; Spark takes the last."));
      }
      one(line, problems);
    }
    if (problems.isEmpty()) {
      submit(file, problems);
    }
    return problems;
  }

  private static List<Line> lines(Path file, List<String> problems) throws IOException {
    List<Line> found = new ArrayList<>();
    List<String> all = Files.readAllLines(file);
    for (int i = 0; i < all.size(); i++) {
      String text = all.get(i).strip();
      boolean active = !text.startsWith("#");
      if (text.isEmpty() || (!active && !text.startsWith("#spark."))) {
        continue;
      }
      String[] words = (active ? text : text.substring(1)).split("[\\s=]+", 2);
      Line line = new Line(file, i + 1, active, words[0], words.length < 2 ? "" : words[1].strip());
      if (line.value().isEmpty()) {
        problems.add(line.problem(line.name() + " has no value."));
      } else {
        found.add(line);
      }
    }
    return found;
  }

  private void one(Line line, List<String> problems) {
    String name = line.name();
    if (name.startsWith(HADOOP)) {
      if (hadoop.get(name.substring(HADOOP.length())) == null && !WITHOUT_DEFAULT.contains(name)) {
        problems.add(line.problem("Hadoop has no property " + name.substring(HADOOP.length()) + "."));
      }
      return;
    }
    if (OPEN.stream().anyMatch(pattern -> pattern.matcher(name).matches())) {
      return;
    }
    ConfigEntry<?> entry = ConfigEntry.findEntry(name);
    if (entry == null) {
      if (!literals.contains(name)) {
        problems.add(line.problem("Spark has no property " + name + "."));
      }
      return;
    }
    try {
      new SparkConf(false).set(name, line.value()).get(entry);
    } catch (IllegalArgumentException e) {
      problems.add(line.problem(name + ": " + e.getMessage()));
    }
  }

  /** What spark-submit does before it speaks with a cluster. Nothing is fetched from Maven. */
  private static void submit(Path file, List<String> problems) {
    List<String> words =
        List.of(
            "--properties-file", file.toString(), "--conf", "spark.jars.packages=", "--class", "org.pose2gloss.jobs.Main",
            "local:///opt/pose2gloss/pose2gloss-jobs.jar", "extract");
    scala.collection.Seq<String> arguments = scala.collection.JavaConverters.asScalaBuffer(words).toList();
    try {
      SparkSubmitArguments parsed =
          new SparkSubmitArguments(arguments, SparkSubmitArguments.$lessinit$greater$default$2());
      new SparkSubmit().prepareSubmitEnvironment(parsed, scala.Option.empty());
    } catch (Exception e) {
      problems.add(file + ": spark-submit refuses it: " + e.getMessage());
    }
  }
}
