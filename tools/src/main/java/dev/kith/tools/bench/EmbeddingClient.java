package dev.kith.tools.bench;

import dev.kith.tools.client.KithClient;
import dev.kith.tools.client.Reply;
import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;

/// One of many: identifies with embeddings as fast as it is answered.
final class EmbeddingClient implements LoadRun.Client {
  private final KithClient kith;
  private final String path;
  private final List<byte[]> probes;
  private final SplittableRandom random;
  private final Tally tally = new Tally();

  /// @param path to identify at
  /// @param probes bodies of requests
  EmbeddingClient(KithClient kith, String path, List<byte[]> probes, long seed) {
    this.kith = kith;
    this.path = path;
    this.probes = probes;
    this.random = new SplittableRandom(seed);
  }

  @Override
  public Tally tally() {
    return tally;
  }

  @Override
  public void once() {
    byte[] probe = probes.get(random.nextInt(probes.size()));
    long begun = System.nanoTime();
    try {
      Reply reply = kith.exchange("POST", path, "application/json", probe);
      if (tally.good(reply)) {
        tally.identified.add(System.nanoTime() - begun);
      }
    } catch (IOException e) {
      Tally.count(tally.failures, "io: " + e.getClass().getSimpleName());
    }
  }
}
