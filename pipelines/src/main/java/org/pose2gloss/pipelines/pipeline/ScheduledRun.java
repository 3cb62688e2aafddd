package org.pose2gloss.pipelines.pipeline;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pose2gloss.command.Settings;
import org.pose2gloss.command.UserException;
import org.pose2gloss.pipelines.pipeline.PipelineResult.StepResult;
import org.pose2gloss.tracking.FoundRun;
import org.pose2gloss.tracking.TrackedRun;
import org.pose2gloss.tracking.Tracking;

/**
 * One run of a pipeline that a scheduler leads: each step is dealt with by a process of its own,
 * and what they know of each other stands on the pipeline's run.
 *
 * <p>The scheduler repeats what fails and gives up on what takes too long; which steps run and what
 * they are told is decided as for every other run.
 */
final class ScheduledRun {
  private final StepGraph graph;
  private final PipelineOptions options;
  private final Settings settings;
  private final Tracking tracking;
  private final Facts facts;
  private final String code;
  private final String run;

  ScheduledRun(PipelineOptions options, Tracking tracking, Facts facts, String code, String run) {
    this.options = options;
    this.settings = options.load();
    this.graph = StepGraph.of(settings);
    this.tracking = tracking;
    this.facts = facts;
    this.code = code;
    this.run = run;
  }

  /** What happens with a step while the pipeline's run is open for it. */
  private interface Deal {
    ScheduledStep with(
        TrackedRun open, Step step, StepRunner steps, Planner planner, Progressed progressed)
        throws InterruptedException;
  }

  /**
   * Tries a step once, if it has to run.
   *
   * @throws UserException if it fails and may not, or cannot be begun yet
   */
  ScheduledStep run(String name, StepStarter starter, boolean cache) throws InterruptedException {
    return deal(
        name,
        starter,
        cache,
        (open, step, steps, planner, progressed) -> {
          Decision decision = planner.decide(step);
          if (decision.action() != Action.RUN) {
            return done(open, step, decision, progressed, 0);
          }
          tell(open, step, decision, "running", 0, 0);
          long begun = System.nanoTime();
          Decision ran = steps.tryOnce(step, decision, planner);
          return done(open, step, ran, progressed, (System.nanoTime() - begun) / 1e9);
        });
  }

  /**
   * Decides about a step that the scheduler itself is to start.
   *
   * @return with the submission if it is to be started
   * @throws UserException if it cannot be begun yet
   */
  ScheduledStep begin(String name, boolean cache) throws InterruptedException {
    return deal(
        name,
        (step, words) -> {
          throw new IllegalStateException("The scheduler starts it.");
        },
        cache,
        (open, step, steps, planner, progressed) -> {
          Decision decision = planner.decide(step);
          if (decision.action() != Action.RUN) {
            return done(open, step, decision, progressed, 0);
          }
          List<String> words = steps.words(step, planner);
          tell(open, step, decision, "running", 0, steps.children(step).size());
          open.tags(progressed.snapshots());
          return ScheduledStep.begun(run, step, decision, Submission.of(options, step, words));
        });
  }

  /**
   * Takes down what a step that the scheduler has started has left.
   *
   * @throws UserException if it has not ended well
   */
  ScheduledStep end(String name) throws InterruptedException {
    return deal(
        name,
        (step, words) -> {
          throw new IllegalStateException("The scheduler has started it.");
        },
        true,
        (open, step, steps, planner, progressed) -> {
          StepState state = StepState.of(tracking.run(run), step);
          if (state.action() == null) {
            throw new UserException(
                "The step '%s' was not begun in the pipeline's run %s.".formatted(name, run));
          }
          Decision ran = steps.record(step, state.decision(), state.before());
          FoundRun own = tracking.run(ran.run());
          double seconds = own.ended().map(ended -> seconds(own.started(), ended)).orElse(0.0);
          return done(open, step, ran, progressed, seconds);
        });
  }

  private ScheduledStep deal(String name, StepStarter starter, boolean cache, Deal deal)
      throws InterruptedException {
    Step step = graph.step(name);
    FoundRun found = led();
    for (String need : step.needs()) {
      StepState state = StepState.of(found, graph.step(need));
      if (!state.done() && !(state.failed() && graph.step(need).mayFail())) {
        throw new UserException(
            "The step '%s' needs '%s', which has not ended well in the pipeline's run %s."
                .formatted(name, need, run));
      }
    }
    Progressed progressed = new Progressed();
    progressed.restore(graph, found, tracking::run);
    Planner planner =
        new Planner(
            graph,
            options,
            facts,
            progressed,
            code,
            one -> cache || one.tag(RunTags.PARENT).equals(run));
    TrackedRun open = tracking.resumeRun(run);
    Duration beat = settings.duration("pipeline.heartbeat");
    try (Pulse pulse = Pulse.start(tracking, open, RunTags.SCHEDULER, beat)) {
      StepRunner steps = new StepRunner(graph, options, tracking, run, starter, progressed, pulse);
      ScheduledStep dealt = deal.with(open, step, steps, planner, progressed);
      open.leave();
      return dealt;
    } catch (PipelineEndedException e) {
      if (e.cancelled()) {
        open.killed();
      } else {
        open.leave();
      }
      throw e;
    } catch (StepFailedException e) {
      StepState state = StepState.of(tracking.run(run), step);
      tell(open, step, state.decision(), "failed", 0, 0);
      open.leave();
      throw e;
    } catch (RuntimeException e) {
      open.leave();
      throw e;
    }
  }

  private ScheduledStep done(
      TrackedRun open, Step step, Decision decision, Progressed progressed, double seconds) {
    progressed.done(step, decision);
    tell(open, step, decision, "done", seconds, 0);
    open.tags(progressed.snapshots());
    return ScheduledStep.done(run, step, decision);
  }

  private void tell(
      TrackedRun open, Step step, Decision decision, String state, double seconds, int before) {
    int number = graph.steps().indexOf(step) + 1;
    PipelineRunner.tell(open, number, step, decision, state, seconds, before);
  }

  /**
   * Ends the run: well if every step has.
   *
   * @throws UserException if one has not
   */
  PipelineResult finish(PipelineRunner runner) {
    FoundRun found = led();
    List<StepResult> results = new ArrayList<>();
    Optional<String> failure = Optional.empty();
    for (Step step : graph.steps()) {
      StepState state = StepState.of(found, step);
      boolean well = state.done() || (state.failed() && step.mayFail());
      if (!well && failure.isEmpty()) {
        failure =
            Optional.of(
                "The step '%s' %s."
                    .formatted(
                        step.name(),
                        state.failed()
                            ? "failed; its own run and the scheduler's log say why"
                            : "has not ended"));
      }
      if (well) {
        results.add(
            new StepResult(
                step.name(), state.action(), state.failed(), state.run(), state.seconds()));
      }
    }
    TrackedRun open = tracking.resumeRun(run);
    if (failure.isPresent()) {
      open.failed(failure.get());
      throw new UserException(failure.get());
    }
    Progressed progressed = new Progressed();
    progressed.restore(graph, found, tracking::run);
    return runner.result(open, progressed, results, seconds(found.started(), Instant.now()));
  }

  private static double seconds(Instant from, Instant to) {
    return Math.max(0, Duration.between(from, to).toMillis() / 1e3);
  }

  /** The run, if a scheduler leads it. */
  private FoundRun led() {
    FoundRun found = tracking.run(run);
    if (!found.tag(RunTags.OWNER).equals(RunTags.SCHEDULER)) {
      throw new UserException(
          "No scheduler leads the run %s; 'pose2gloss pipeline begin' makes one that is led step by step."
              .formatted(run));
    }
    if (found.status() == FoundRun.Status.FINISHED) {
      throw new UserException(
          "The pipeline's run %s has ended well; there is nothing to go on with.".formatted(run));
    }
    if (!found.tag(RunTags.CANCEL).isEmpty()) {
      if (found.status() == FoundRun.Status.RUNNING) {
        tracking.resumeRun(run).killed();
      }
      throw new UserException(
          "The pipeline's run %s was cancelled: %s.".formatted(run, found.tag(RunTags.CANCEL)));
    }
    return found;
  }
}
