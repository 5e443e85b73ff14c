package dev.kith.tools.bench;

import dev.kith.tools.client.KithClient;
import dev.kith.tools.glyph.Script;
import dev.kith.tools.terminal.ProgressBar;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// Many clients at once for a while. What they do before the measurement begins warms the server up
/// and isn't counted.
final class LoadRun {
  private final Plan plan;
  private final KithClient kith;
  private final Residence residence;
  private volatile boolean measuring;
  private volatile boolean over;

  /// @param warmUp before anything is counted
  /// @param measured how long calls are counted
  /// @param enrolShare of all calls, in [0, 1]
  record Plan(
      String gallery,
      int clients,
      Duration warmUp,
      Duration measured,
      int subjects,
      double enrolShare,
      long seed) {}

  /// What came of it.
  ///
  /// @param residentBytes each second, from the measurement's start to its end
  record Outcome(
      Duration took,
      Latencies identified,
      Latencies enrolled,
      Map<String, Long> decisions,
      Map<String, Long> failures,
      List<OptionalLong> residentBytes) {}

  LoadRun(Plan plan, KithClient kith, Residence residence) {
    this.plan = plan;
    this.kith = kith;
    this.residence = residence;
  }

  Outcome run(ProgressBar bar) throws InterruptedException {
    // glyphs that the bundled encoder has never seen
    Script script = new Script(plan.seed + Script.TRAINING_SEED);
    List<Tally> tallies = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < plan.clients; i++) {
      LoadClient warm = client(script, 2L * i);
      LoadClient counted = client(script, 2L * i + 1);
      tallies.add(counted.tally());
      threads.add(Thread.ofPlatform().name("client-" + i).start(() -> work(warm, counted)));
    }
    List<OptionalLong> resident = new ArrayList<>();
    pass(plan.warmUp, bar, "warming up", new ArrayList<>());
    measuring = true;
    long begun = System.nanoTime();
    pass(plan.measured, bar, "", resident);
    over = true;
    for (Thread thread : threads) {
      thread.join();
    }
    return outcome(Duration.ofNanos(System.nanoTime() - begun), tallies, resident);
  }

  private LoadClient client(Script script, long stream) {
    return new LoadClient(
        kith, plan.gallery, script, plan.subjects, plan.enrolShare, plan.seed * 10_007 + stream);
  }

  private void work(LoadClient warm, LoadClient counted) {
    while (!over) {
      (measuring ? counted : warm).once();
    }
  }

  private void pass(Duration time, ProgressBar bar, String remark, List<OptionalLong> resident)
      throws InterruptedException {
    bar.remark(remark);
    for (long second = 0; second < time.toSeconds(); second++) {
      resident.add(residence.bytes());
      Thread.sleep(Duration.ofSeconds(1));
      bar.step(1);
    }
    resident.add(residence.bytes());
  }

  private static Outcome outcome(Duration took, List<Tally> tallies, List<OptionalLong> resident) {
    return new Outcome(
        took,
        Latencies.merged(tallies.stream().map(tally -> tally.identified).toList()),
        Latencies.merged(tallies.stream().map(tally -> tally.enrolled).toList()),
        Tally.merged(tallies.stream().map(tally -> tally.decisions).toList()),
        Tally.merged(tallies.stream().map(tally -> tally.failures).toList()),
        resident);
  }
}
