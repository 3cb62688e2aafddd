package org.pose2gloss.command;

import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/**
 * The shape of every command of the chain: configuration in, tables read and written, a result
 * record out; all of it on a tracked run where a tracking server is configured.
 *
 * @param <R> what the step gives back
 */
public abstract class StepCommand<R extends Record> implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private SettingsOptions settingsOptions;
  @ParentCommand private Object parent;

  /**
   * Does the work.
   *
   * @throws Exception if it cannot be done; a {@link UserException} where the user can mend it
   */
  protected abstract R run(StepContext context) throws Exception;

  /** Whether the step is recorded as a run; commands that change nothing are not. */
  protected boolean tracked() {
    return true;
  }

  /**
   * Why the command fails although it did its work and has said what came of it; such a command
   * exits with 1 and this sentence.
   */
  protected Optional<String> failure(R result) {
    return Optional.empty();
  }

  @Override
  public final Integer call() throws Exception {
    String name = name();
    R result;
    try (StepContext context = StepContext.open(name, options().load(), tracked())) {
      result = result(context);
      ResultRecord.print(name, result, System.out);
    }
    Optional<String> failure = failure(result);
    if (failure.isPresent()) {
      throw new UserException(failure.get());
    }
    return 0;
  }

  private R result(StepContext context) throws Exception {
    try {
      R result = run(context);
      context.finish(result);
      return result;
    } catch (Exception e) {
      context.fail(e);
      throw e;
    }
  }

  /** With the name of the command that it is inside, below the program itself. */
  private String name() {
    CommandSpec outer = spec.parent();
    return outer == null || outer.parent() == null ? spec.name() : outer.name() + " " + spec.name();
  }

  /** Its own options and, of a command inside another, those given before its name. */
  private SettingsOptions options() {
    return parent instanceof StepCommand<?> outer
        ? settingsOptions.after(outer.options())
        : settingsOptions;
  }
}
