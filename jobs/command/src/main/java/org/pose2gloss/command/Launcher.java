package org.pose2gloss.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.pose2gloss.tables.Reasons;
import picocli.CommandLine;

/**
 * Runs one command and turns its end into an exit code: 0 done, 1 failed, 2 wrong usage or
 * configuration.
 *
 * <p>What a person can mend is told in one sentence on stderr. What they cannot is told in one
 * sentence too, with the file that holds the stack trace.
 */
public final class Launcher {
  /** Set to {@code 1} to see stack traces. */
  static final String DEBUG = "POSE2GLOSS_DEBUG";

  private final CommandLine commandLine;
  private final List<Class<? extends Throwable>> sentences;

  /**
   * A launcher of the given commands.
   *
   * @param root the annotated top command with its subcommands
   * @param sentences exceptions whose message is a sentence for people
   */
  public Launcher(Object root, List<Class<? extends Throwable>> sentences) {
    this(root, sentences, new PrintWriter(System.err, true, Charset.defaultCharset()));
  }

  Launcher(Object root, List<Class<? extends Throwable>> sentences, PrintWriter err) {
    this.commandLine = new CommandLine(root);
    commandLine.setErr(err);
    addHelp(commandLine);
    this.sentences = List.copyOf(sentences);
    commandLine.setExecutionExceptionHandler((failure, command, parsed) -> tell(failure, command));
    commandLine.setParameterExceptionHandler(
        (failure, arguments) -> {
          CommandLine command = failure.getCommandLine();
          err.println(failure.getMessage());
          nearest(failure).ifPresent(name -> err.println("Did you mean '" + name + "'?"));
          err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
          return CommandLine.ExitCode.USAGE;
        });
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
  }

  /** Every command has --help, in one wording. */
  private static void addHelp(CommandLine command) {
    command
        .getCommandSpec()
        .addOption(
            CommandLine.Model.OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .type(boolean.class)
                .description("Shows this help and ends.")
                .build());
    command.getSubcommands().values().forEach(Launcher::addHelp);
  }

  private static Optional<String> nearest(CommandLine.ParameterException failure) {
    CommandLine command = failure.getCommandLine();
    if (!(failure instanceof CommandLine.UnmatchedArgumentException unmatched)
        || unmatched.getUnmatched().isEmpty()) {
      return Optional.empty();
    }
    String given = unmatched.getUnmatched().get(0);
    Set<String> candidates = new TreeSet<>(command.getCommandSpec().optionsMap().keySet());
    if (!given.startsWith("-")) {
      candidates = command.getSubcommands().keySet();
    }
    return candidates.isEmpty() ? Optional.empty() : Optional.of(Nearest.of(given, candidates));
  }

  /** Runs the command named by the arguments. */
  public int run(String... arguments) {
    // Messages are English, and so are the numbers in them.
    Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT);
    ParentWatch.start();
    NativeCache.prepare();
    try {
      SparkVersion.check(Launcher.class.getClassLoader());
    } catch (UserException e) {
      commandLine.getErr().println(commandLine.getCommandName() + ": " + e.getMessage());
      return CommandLine.ExitCode.SOFTWARE;
    }
    return commandLine.execute(arguments);
  }

  private int tell(Exception failure, CommandLine command) {
    PrintWriter err = command.getErr();
    if ("1".equals(System.getenv(DEBUG))) {
      failure.printStackTrace(err);
    }
    Optional<Throwable> known = known(failure);
    if (known.isPresent()) {
      err.println(command.getCommandName() + ": " + known.get().getMessage());
      return known.get() instanceof UsageException
          ? CommandLine.ExitCode.USAGE
          : CommandLine.ExitCode.SOFTWARE;
    }
    Optional<String> aboutFiles = aboutFiles(failure);
    if (aboutFiles.isPresent()) {
      err.println(command.getCommandName() + ": " + aboutFiles.get());
      return CommandLine.ExitCode.SOFTWARE;
    }
    err.println(
        command.getCommandName()
            + ": it failed in a way that was not foreseen ("
            + summary(failure)
            + "); "
            + keep(failure));
    return CommandLine.ExitCode.SOFTWARE;
  }

  /** The outermost cause that speaks in sentences. */
  private Optional<Throwable> known(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      Throwable here = cause;
      if (here instanceof UserException
          || sentences.stream().anyMatch(type -> type.isInstance(here))) {
        return Optional.of(here);
      }
    }
    return Optional.empty();
  }

  /**
   * A sentence for what goes wrong with files whatever a command does: a full disk, no right, no
   * such folder.
   */
  private static Optional<String> aboutFiles(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof IOException
          && String.valueOf(cause.getMessage()).contains("No space left on device")) {
        return Optional.of(
            "The disk is full (" + cause.getMessage() + "); make room and run it again.");
      }
      if (cause instanceof NoSuchFileException missing) {
        return Optional.of(missing.getFile() + " does not exist, nor can it be made.");
      }
      if (cause instanceof AccessDeniedException denied) {
        return Optional.of(denied.getFile() + " may not be read or written by you.");
      }
      if (cause instanceof FileSystemException file) {
        String reason =
            Objects.requireNonNullElse(file.getReason(), file.getClass().getSimpleName());
        return Optional.of(file.getFile() + " cannot be used: " + reason + ".");
      }
    }
    return Optional.empty();
  }

  private static String summary(Throwable failure) {
    Throwable root = Reasons.innermost(failure);
    String name = root.getClass().getSimpleName();
    String said = Reasons.firstLine(root);
    return said.equals(name) ? name : name + ": " + said;
  }

  private static String keep(Throwable failure) {
    try {
      Path log = Files.createTempFile("pose2gloss-", ".log");
      try (PrintWriter writer = new PrintWriter(Files.newBufferedWriter(log))) {
        failure.printStackTrace(writer);
      }
      return "the stack trace is in " + log + ".";
    } catch (IOException e) {
      return "set " + DEBUG + "=1 to see the stack trace.";
    }
  }
}
