package dev.kith.tools.bench;

import java.util.Arrays;
import java.util.Collection;

/// How long calls of one kind took, in nanoseconds. Written by one thread, merged afterwards.
final class Latencies {
  private long[] nanos = new long[1024];
  private int count;

  void add(long took) {
    if (count == nanos.length) {
      nanos = Arrays.copyOf(nanos, 2 * count);
    }
    nanos[count++] = took;
  }

  int count() {
    return count;
  }

  static Latencies merged(Collection<Latencies> parts) {
    Latencies all = new Latencies();
    for (Latencies part : parts) {
      for (int i = 0; i < part.count; i++) {
        all.add(part.nanos[i]);
      }
    }
    Arrays.sort(all.nanos, 0, all.count);
    return all;
  }

  /// The value that this share of the calls didn't exceed, in milliseconds; only of merged ones.
  double quantileMillis(double share) {
    if (count == 0) {
      return Double.NaN;
    }
    int index = (int) Math.ceil(share * count) - 1;
    return nanos[Math.clamp(index, 0, count - 1)] / 1e6;
  }
}
