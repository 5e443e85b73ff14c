package dev.kith.server.work;

import dev.kith.gallery.Job;
import dev.kith.gallery.Registry;
import java.util.List;

/// Removes what erased galleries left behind, chunk by chunk.
final class EraseJob implements JobDesk.Kind {
  static final String KIND = "erase";

  private final Registry registry;

  EraseJob(Registry registry) {
    this.registry = registry;
  }

  @Override
  public void run(Progress progress) {
    boolean more = true;
    for (long chunk = 1; more && !progress.stopping(); chunk++) {
      more = registry.sweep();
      progress.advance("", chunk, more ? 0 : chunk, List.of());
    }
  }

  @Override
  public void tidy(Job job) {}
}
