package dev.kith.server.work;

import dev.kith.gallery.Candidate;
import dev.kith.gallery.Embedding;
import dev.kith.gallery.GalleryEntry;
import dev.kith.gallery.Registry;
import dev.kith.gallery.Space;
import dev.kith.gallery.Stranger;
import dev.kith.gallery.StrangerId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/// Strangers that an operator rejected, "not this subject": each blocks a candidate that is farther
/// from the probe than the stranger is. Held in memory, a few a gallery. Thread-safe.
final class KnownStrangers {
  private static final int PAGE = 1000;

  private final Registry registry;
  private final Map<Key, List<Stranger>> strangers = new ConcurrentHashMap<>();

  KnownStrangers(Registry registry) {
    this.registry = registry;
  }

  private record Key(long gallery, Space space) {}

  /// To be called after a write.
  void moved(GalleryEntry gallery) {
    strangers.keySet().removeIf(key -> key.gallery() == gallery.id());
  }

  private List<Stranger> read(GalleryEntry gallery) {
    List<Stranger> all = new ArrayList<>();
    Optional<StrangerId> after = Optional.empty();
    for (List<Stranger> page = page(gallery, after); !page.isEmpty(); page = page(gallery, after)) {
      all.addAll(page);
      after = Optional.of(page.getLast().id());
    }
    return List.copyOf(all);
  }

  private List<Stranger> page(GalleryEntry gallery, Optional<StrangerId> after) {
    return registry.strangers().list(gallery, Stranger.Role.KNOWN, after, PAGE);
  }

  /// Which candidates may be taken for the probe. Cost: a dot product a known stranger.
  Predicate<Candidate> admit(GalleryEntry gallery, Embedding probe) {
    List<Stranger> all =
        strangers.computeIfAbsent(new Key(gallery.id(), gallery.space()), _ -> read(gallery));
    if (all.isEmpty()) {
      return _ -> true;
    }
    float[] vector = probe.toArray();
    float[] scores = new float[all.size()];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = dot(vector, all.get(i).embedding().toArray());
    }
    return candidate -> {
      for (int i = 0; i < scores.length; i++) {
        if (scores[i] > candidate.score().value()
            && all.get(i).person().map(candidate.subject()::equals).orElse(true)) {
          return false;
        }
      }
      return true;
    };
  }

  private static float dot(float[] left, float[] right) {
    float sum = 0;
    for (int i = 0; i < left.length; i++) {
      sum += left[i] * right[i];
    }
    return sum;
  }
}
