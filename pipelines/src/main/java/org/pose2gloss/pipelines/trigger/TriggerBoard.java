package org.pose2gloss.pipelines.trigger;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.pose2gloss.command.Settings;
import org.pose2gloss.command.UserException;
import org.pose2gloss.pipelines.pipeline.PipelineOptions;
import org.pose2gloss.pipelines.pipeline.PipelineResult;
import org.pose2gloss.pipelines.pipeline.PipelineRuns;
import org.pose2gloss.pipelines.pipeline.PipelineSession;
import org.pose2gloss.pipelines.pipeline.RunTags;
import org.pose2gloss.tables.TableException;
import org.pose2gloss.tracking.FoundRun;
import org.pose2gloss.tracking.RegistryClaim;
import org.pose2gloss.tracking.TrackedRun;
import org.pose2gloss.tracking.Tracking;
import org.pose2gloss.tracking.TrackingException;

/**
 * Looks at every trigger and runs the pipeline once for each reason.
 *
 * <p>What has been done is known by the pipeline's runs alone. A run is made, or taken up, under a
 * claim that one process has at a time, and carries the reason's id from its first moment: whoever
 * dies before that has done nothing, and whoever dies later leaves a run that another leads on.
 */
public final class TriggerBoard {
  private static final Comparer NOT_COMPARED =
      (session, newest, baseline) -> Optional.of("Whoever only looks compares nothing.");

  private final PipelineOptions given;
  private final Clock clock;
  private final Leader leader;
  private final Comparer comparer;
  private final boolean forScheduler;
  private final Notifier notifier;

  /** Leads a run of a pipeline to its end. */
  interface Leader {
    /**
     * As {@link PipelineSession#lead(TrackedRun, String)}.
     *
     * @return null if the run was left to a scheduler
     */
    PipelineResult lead(PipelineSession session, TrackedRun run, String owner)
        throws InterruptedException;
  }

  /** Compares two versions of the landmarks by a run of {@code statistics}. */
  interface Comparer {
    /**
     * As {@link PipelineSession#compare}.
     *
     * @return why it could not be done, empty if it was
     */
    Optional<String> compare(PipelineSession session, long newest, long baseline)
        throws InterruptedException;
  }

  /** Triggers as configured. */
  public TriggerBoard(PipelineOptions given, Clock clock) {
    this(given, clock, PipelineSession::lead, PipelineSession::compare, false);
  }

  TriggerBoard(PipelineOptions given, Clock clock, Leader leader, Comparer comparer) {
    this(given, clock, leader, comparer, false);
  }

  private TriggerBoard(
      PipelineOptions given, Clock clock, Leader leader, Comparer comparer, boolean forScheduler) {
    this.given = given;
    this.clock = clock;
    this.leader = leader;
    this.comparer = comparer;
    this.forScheduler = forScheduler;
    this.notifier = new Notifier(given.load().optionalText("triggers.webhook"));
  }

  /**
   * What a trigger sees and what that leads to.
   *
   * @param trigger its name
   * @param saw one sentence
   * @param state nothing, unknown, start, resume, running, waiting, done, cancelled or alarm
   * @param why one sentence, empty where what it saw says it
   * @param event id of the reason, empty if there is none
   * @param run the run that there is for the reason, empty if none
   */
  public record Seen(
      String trigger, String saw, String state, String why, String event, String run) {}

  /**
   * What came of a look.
   *
   * @param triggers what each sees
   * @param pipeline the one in production, empty if there is none
   * @param run the pipeline's run that was started or led on, empty if none
   * @param testAccuracy of its model, null if none
   * @param promoted whether that is served now
   */
  public record Outcome(
      List<Seen> triggers, String pipeline, String run, Double testAccuracy, boolean promoted) {
    /** Copies the list. */
    public Outcome {
      triggers = List.copyOf(triggers);
    }

    /** What has failed too often, in sentences. */
    public List<String> alarms() {
      return triggers.stream()
          .filter(seen -> seen.state().equals("alarm"))
          .map(seen -> seen.saw() + " " + seen.why())
          .toList();
    }
  }

  /** Looks, and starts nothing. */
  public Outcome look() throws InterruptedException {
    return check(false);
  }

  /**
   * Looks, and runs the pipeline to its end if there is a reason: one at a time.
   *
   * @throws UserException if the pipeline fails
   */
  public Outcome act() throws InterruptedException {
    return check(true);
  }

  /**
   * Looks and, if there is a reason, begins a run, or takes one up, that a scheduler then leads.
   * One that was begun before and has never come to the scheduler is handed out again.
   */
  public Outcome begin() throws InterruptedException {
    return new TriggerBoard(given, clock, TriggerBoard::leaveToScheduler, comparer, true)
        .check(true);
  }

  private static PipelineResult leaveToScheduler(
      PipelineSession session, TrackedRun run, String owner) {
    run.tag(RunTags.OWNER, RunTags.SCHEDULER);
    run.leave();
    return null;
  }

  private Outcome check(boolean act) throws InterruptedException {
    Settings settings = given.load();
    Optional<Production> production;
    try (Tracking tracking = PipelineSession.tracking(settings)) {
      production = Production.find(tracking, given);
    }
    if (production.isEmpty()) {
      String none =
          "No pipeline's model is served (tag %s = %s on a run of the experiment %s); 'pose2gloss pipeline run' makes the first."
              .formatted(
                  settings.text("model.alias"),
                  settings.text("model.name"),
                  settings.text("tracking.experiment"));
      return new Outcome(
          settings.texts("triggers.enabled").stream()
              .map(name -> new Seen(name, none, "nothing", "", "", ""))
              .toList(),
          "",
          "",
          null,
          false);
    }
    try (PipelineSession session = PipelineSession.open(production.get().options())) {
      return check(act, settings, production.get(), session);
    }
  }

  /** What is watched is the given configuration's; what is run is the one in production. */
  private Outcome check(
      boolean act, Settings settings, Production production, PipelineSession session)
      throws InterruptedException {
    PipelineRuns runs = session.runs();
    Judgement judgement = new Judgement(runs, name(session), settings, clock);
    List<Sight> sights = sights(act, settings, production, session);
    Set<String> reasons =
        sights.stream()
            .flatMap(sight -> sight.event().stream())
            .map(Event::id)
            .collect(Collectors.toSet());
    Map<String, String> dead =
        reasons.isEmpty() ? Map.of() : dead(judgement, runs, session.settings(), reasons);
    List<Seen> seen = new ArrayList<>();
    for (Sight sight : sights) {
      Standing standing =
          sight
              .event()
              .map(event -> judgement.of(event, dead))
              .orElse(Standing.of(state(sight), ""));
      seen.add(seen(sight, standing));
      if (act && standing.due()) {
        Optional<Outcome> outcome =
            start(sight.event().orElseThrow(), judgement, dead, production, session, seen);
        if (outcome.isPresent()) {
          return outcome.get();
        }
        // Another process was faster: what it has begun is what there is to say.
        standing = judgement.of(sight.event().orElseThrow(), dead);
        seen.set(seen.size() - 1, seen(sight, standing));
      }
      if (act && standing.state() == Standing.State.ALARM) {
        alarm(sight.event().orElseThrow(), standing, session);
      }
    }
    return new Outcome(seen, name(session), "", null, false);
  }

  private static String name(PipelineSession session) {
    return session.settings().text("pipeline.name");
  }

  private static Standing.State state(Sight sight) {
    return sight.known() ? Standing.State.NOTHING : Standing.State.UNKNOWN;
  }

  private static Seen seen(Sight sight, Standing standing) {
    return new Seen(
        sight.trigger(),
        sight.sentence(),
        standing.state().name().toLowerCase(Locale.ROOT),
        standing.sentence(),
        sight.event().map(Event::id).orElse(""),
        standing.run().map(FoundRun::id).orElse(""));
  }

  private List<Sight> sights(
      boolean act, Settings settings, Production production, PipelineSession session)
      throws InterruptedException {
    List<Sight> sights = new ArrayList<>();
    for (String name : settings.texts("triggers.enabled")) {
      Trigger trigger =
          switch (name) {
            case NewData.NAME -> new NewData(settings, session.warehouse(), production.run());
            case Accuracy.NAME -> new Accuracy(settings, session, production.run());
            case LandmarkDrift.NAME ->
                new LandmarkDrift(
                    settings, session, production.run(), clock, act ? comparer : NOT_COMPARED);
            default -> new Schedule(settings, production.run(), clock);
          };
      try {
        sights.add(trigger.look());
      } catch (TableException | TrackingException e) {
        // Without the facts nothing is decided; the other triggers may have theirs.
        sights.add(Sight.unknown(name, e.getMessage()));
      }
    }
    return sights;
  }

  /** Runs that nobody leads any more: waits for their signs of life. */
  private Map<String, String> dead(
      Judgement judgement, PipelineRuns runs, Settings settings, Set<String> reasons)
      throws InterruptedException {
    Map<String, String> dead = new HashMap<>();
    Duration beat = settings.duration("pipeline.heartbeat");
    for (FoundRun run : judgement.unfinished()) {
      boolean handOut = forScheduler && reasons.contains(run.tag(Event.ID));
      if (!runs.alive(run, beat) || (handOut && runs.forgotten(run, beat))) {
        dead.put(run.id(), run.tag(RunTags.OWNER));
      }
    }
    return dead;
  }

  /** Empty if another process was faster. */
  private Optional<Outcome> start(
      Event event,
      Judgement judgement,
      Map<String, String> dead,
      Production production,
      PipelineSession session,
      List<Seen> seen)
      throws InterruptedException {
    String owner = PipelineSession.owner();
    Standing standing;
    TrackedRun run;
    List<String> own;
    try (RegistryClaim claim = session.runs().claim(name(session))) {
      standing = judgement.of(event, dead);
      if (!standing.due()) {
        return Optional.empty();
      }
      claim.check();
      if (standing.run().isPresent()) {
        FoundRun found = standing.run().get();
        own = PipelineOptions.ownOf(found);
        run = session.runs().takeOver(found, owner, claim);
        run.tag(Event.TRIES, Integer.toString(Judgement.tries(found) + 1));
      } else {
        own = event.assignments();
        run = session.runs().begin(production.options(), own, owner, tags(event));
      }
    }
    try (run;
        PipelineSession pipeline = PipelineSession.open(production.options().with(own))) {
      boolean resumed = standing.state() == Standing.State.RESUME;
      notifier.tell(resumed ? "resumed" : "started", event, run.id(), event.sentence());
      PipelineResult result = leader.lead(pipeline, run, owner);
      if (result == null) {
        return Optional.of(new Outcome(seen, name(session), run.id(), null, false));
      }
      notifier.tell(
          "finished",
          event,
          run.id(),
          result.promoted()
              ? "Version %s is served now. %s".formatted(result.model(), result.reason())
              : "Version %s is not served. %s".formatted(result.model(), result.reason()));
      return Optional.of(
          new Outcome(seen, name(session), run.id(), result.testAccuracy(), result.promoted()));
    } catch (UserException e) {
      notifier.tell("failed", event, run.id(), e.getMessage());
      throw e;
    }
  }

  private static Map<String, String> tags(Event event) {
    return Map.of(
        Event.TRIGGER, event.trigger(),
        Event.ID, event.id(),
        Event.SENTENCE, event.sentence(),
        Event.TRIES, "1");
  }

  /** Tells once, whoever sees it first. */
  private void alarm(Event event, Standing standing, PipelineSession session) {
    FoundRun run = standing.run().orElseThrow();
    if (run.tag(Event.ALARM).isEmpty()) {
      session.tracking().tag(run.id(), Event.ALARM, clock.instant().toString());
      notifier.tell("alarm", event, run.id(), standing.sentence());
    }
  }
}
