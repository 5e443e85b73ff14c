package dev.kith.tools.bench;

import dev.kith.tools.terminal.ProgressBar;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongFunction;

/// Many clients at once for a while. What they do before the measurement begins warms the server up
/// and isn't counted.
final class LoadRun {
  private static final long APART = 10_007;

  private final Plan plan;
  private final LongFunction<Client> clients;
  private final ProcessWatch server;
  private volatile boolean measuring;
  private volatile boolean over;

  /// @param warmUp before anything is counted
  /// @param measured how long calls are counted
  record Plan(int clients, Duration warmUp, Duration measured, long seed) {}

  /// One of many; belongs to one thread.
  interface Client {
    /// Makes a call and waits for its answer.
    void once();

    /// What came of the calls until now.
    Tally tally();
  }

  /// What came of it.
  ///
  /// @param cpu that the server's process took meanwhile; empty when nobody knows
  /// @param residentBytes each second, from the measurement's start to its end
  record Outcome(
      Duration took,
      Optional<Duration> cpu,
      Latencies identified,
      Latencies enrolled,
      Map<String, Long> decisions,
      Map<String, Long> failures,
      List<OptionalLong> residentBytes) {}

  /// @param clients one for each stream of random numbers
  LoadRun(Plan plan, LongFunction<Client> clients, ProcessWatch server) {
    this.plan = plan;
    this.clients = clients;
    this.server = server;
  }

  Outcome run(ProgressBar bar) throws InterruptedException {
    List<Tally> tallies = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < plan.clients; i++) {
      Client warm = clients.apply(plan.seed * APART + 2L * i);
      Client counted = clients.apply(plan.seed * APART + 2L * i + 1);
      tallies.add(counted.tally());
      threads.add(Thread.ofPlatform().name("client-" + i).start(() -> work(warm, counted)));
    }
    List<OptionalLong> resident = new ArrayList<>();
    pass(plan.warmUp, bar, "warming up", new ArrayList<>());
    Optional<Duration> before = server.cpu();
    measuring = true;
    long begun = System.nanoTime();
    pass(plan.measured, bar, "", resident);
    over = true;
    for (Thread thread : threads) {
      thread.join();
    }
    Duration took = Duration.ofNanos(System.nanoTime() - begun);
    return outcome(
        took, before.flatMap(cpu -> server.cpu().map(now -> now.minus(cpu))), tallies, resident);
  }

  private void work(Client warm, Client counted) {
    while (!over) {
      (measuring ? counted : warm).once();
    }
  }

  private void pass(Duration time, ProgressBar bar, String remark, List<OptionalLong> resident)
      throws InterruptedException {
    bar.remark(remark);
    for (long second = 0; second < time.toSeconds(); second++) {
      resident.add(server.bytes());
      Thread.sleep(Duration.ofSeconds(1));
      bar.step(1);
    }
    resident.add(server.bytes());
  }

  private static Outcome outcome(
      Duration took, Optional<Duration> cpu, List<Tally> tallies, List<OptionalLong> resident) {
    return new Outcome(
        took,
        cpu,
        Latencies.merged(tallies.stream().map(tally -> tally.identified).toList()),
        Latencies.merged(tallies.stream().map(tally -> tally.enrolled).toList()),
        Tally.merged(tallies.stream().map(tally -> tally.decisions).toList()),
        Tally.merged(tallies.stream().map(tally -> tally.failures).toList()),
        resident);
  }
}
