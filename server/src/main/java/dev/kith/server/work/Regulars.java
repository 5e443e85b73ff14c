package dev.kith.server.work;

import dev.kith.gallery.SubjectId;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Who is recognised most often, since the process began: those come first when a gallery is
/// encoded anew. Thread-safe.
final class Regulars {
  private static final int MOST = 100_000;

  private final Map<Long, Map<SubjectId, Integer>> seen = new ConcurrentHashMap<>();

  void seen(long gallery, SubjectId subject) {
    Map<SubjectId, Integer> counts = seen.computeIfAbsent(gallery, _ -> new HashMap<>());
    synchronized (counts) {
      var _ = counts.merge(subject, 1, Integer::sum);
      if (counts.size() > MOST) {
        counts.replaceAll((_, count) -> count / 2);
        counts.values().removeIf(count -> count == 0);
      }
    }
  }

  /// Most often first.
  List<SubjectId> of(long gallery) {
    Map<SubjectId, Integer> counts = seen.getOrDefault(gallery, Map.of());
    synchronized (counts) {
      return counts.entrySet().stream()
          .sorted(
              Map.Entry.<SubjectId, Integer>comparingByValue(Comparator.reverseOrder())
                  .thenComparing(each -> each.getKey().value()))
          .map(Map.Entry::getKey)
          .toList();
    }
  }
}
