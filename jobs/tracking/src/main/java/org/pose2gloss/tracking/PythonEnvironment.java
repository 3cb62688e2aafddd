package org.pose2gloss.tracking;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a Python needs to load a registered model: the files by which MLflow makes a virtual or a
 * conda environment for it. {@code ci/prove/python-load} loads models in just this one.
 */
final class PythonEnvironment {
  private static final String PYTHON = "3.11";

  /** The wheel for processors only, which is half as large, is made for Intel's kind on Linux. */
  private static final String INTEL =
      "sys_platform == \"linux\" and platform_machine == \"x86_64\"";

  private static final List<String> REQUIREMENTS =
      List.of(
          "mlflow==3.17.2",
          "tensorflow-cpu==2.16.2; " + INTEL,
          "tensorflow==2.16.2; sys_platform != \"linux\" or platform_machine != \"x86_64\"");

  private static final String REQUIREMENTS_FILE = "requirements.txt";
  private static final String VIRTUALENV_FILE = "python_env.yaml";
  private static final String CONDA_FILE = "conda.yaml";

  private PythonEnvironment() {}

  /** Writes the files into a model's folder and names them. */
  static List<Path> write(Path folder) throws IOException {
    return List.of(
        Files.write(folder.resolve(REQUIREMENTS_FILE), REQUIREMENTS),
        Files.writeString(
            folder.resolve(VIRTUALENV_FILE),
            """
            python: "%s"
            build_dependencies:
            - pip
            dependencies:
            - -r %s
            """
                .formatted(PYTHON, REQUIREMENTS_FILE)),
        Files.writeString(
            folder.resolve(CONDA_FILE),
            """
            name: mlflow-env
            channels:
            - conda-forge
            dependencies:
            - python=%s
            - pip
            - pip:
            %s
            """
                .formatted(
                    PYTHON,
                    REQUIREMENTS.stream()
                        .map(requirement -> "  - '" + requirement + "'")
                        .collect(Collectors.joining("\n")))));
  }

  /** The flavor python_function, which opens the flavor tensorflow in this environment. */
  static Map<String, Object> flavor() {
    return Map.of(
        "loader_module",
        "mlflow.tensorflow",
        "python_version",
        PYTHON,
        "env",
        Map.of("conda", CONDA_FILE, "virtualenv", VIRTUALENV_FILE));
  }
}
