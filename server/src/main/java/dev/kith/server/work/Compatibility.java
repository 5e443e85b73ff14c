package dev.kith.server.work;

import dev.kith.calibration.Evidence;
import dev.kith.calibration.Mated;
import dev.kith.calibration.Measured;
import dev.kith.gallery.Embedding;
import dev.kith.gallery.Fusion;
import dev.kith.gallery.Gallery;
import dev.kith.gallery.GalleryEntry;
import dev.kith.gallery.Registry;
import dev.kith.gallery.Space;
import dev.kith.gallery.Stranger;
import dev.kith.gallery.Template;
import dev.kith.gallery.cohort.MatedTrials;
import dev.kith.gallery.cohort.Neighbours;
import dev.kith.gallery.cohort.Standing;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/// Probes of a new encoder against the generation of an older one, while the new generation is
/// built: an encoder may say that it was trained for that (`kith.compatible-with`;
/// backward-compatible training, Shen et al. 2020), and is believed once it was measured here, on
/// this gallery. Such probes are judged by a threshold of their own. Forgotten at a restart, and
/// measured again when the job goes on. Thread-safe.
final class Compatibility {
  private static final int PROBES = 1000;
  private static final int PAGE = 1000;

  private final Registry registry;
  private final Judge judge;
  private final Map<Long, Trusted> trusted = new ConcurrentHashMap<>();

  /// A space whose probes may ask another one's generation.
  ///
  /// @param fusion by which they were measured
  /// @param known how high its strangers and mates score there
  record Trusted(Space space, Space older, Fusion fusion, Known known) {
    /// @throws dev.kith.gallery.GalleryException.Invalid as [Embedding#of]
    Embedding probe(Presented.Vector vector) {
      return Embedding.of(older, vector.values());
    }
  }

  Compatibility(Registry registry, Judge judge) {
    this.registry = registry;
    this.judge = judge;
  }

  /// What is presented, where it is of a space that is trusted in the gallery's.
  Optional<Trusted> of(GalleryEntry inCharge, Presented.Vector vector) {
    return Optional.ofNullable(trusted.get(inCharge.id()))
        .filter(each -> each.older().equals(inCharge.space()))
        .filter(each -> each.fusion() == inCharge.settings().fusion())
        .filter(each -> vector.space().filter(each.space().id()::equals).isPresent());
  }

  void forget(GalleryEntry gallery) {
    trusted.remove(gallery.id());
  }

  /// Numbers of the templates that should have an embedding of the new space before [#measure].
  Set<Long> wanted(GalleryEntry old) {
    return Set.copyOf(MatedTrials.draw(registry, old, PROBES));
  }

  /// Compares strangers and templates as the new encoder sees them with the gallery as the older
  /// one saw it, and trusts the encoder if it does no worse by the margin. Takes a look at the
  /// whole gallery.
  Judgement measure(
      Gallery gallery,
      GalleryEntry old,
      GalleryEntry fresh,
      double margin,
      Set<Long> wanted,
      BooleanSupplier stop) {
    List<Template> probes = probes(old, fresh, wanted);
    Map<Long, MatedTrials.Trial> trials = MatedTrials.of(registry, old, probes, stop);
    Known known = known(old, fresh, trials.values(), stop);
    Judgement judgement = judge.compare(gallery, old, fresh, margin, known, trials, stop);
    if (judgement.ruling().verdict() == Judgement.Verdict.PASSED) {
      trusted.put(
          old.id(), new Trusted(fresh.space(), old.space(), old.settings().fusion(), known));
    }
    return judgement;
  }

  private List<Template> probes(GalleryEntry old, GalleryEntry fresh, Set<Long> wanted) {
    List<Template> probes = new ArrayList<>();
    OptionalLong after = OptionalLong.of(0);
    while (after.isPresent()) {
      Registry.Page page = registry.templates(fresh, fresh.space(), after.getAsLong(), PAGE);
      for (Template each : page.templates()) {
        if (wanted.contains(each.number())) {
          probes.add(
              new Template(
                  each.number(),
                  each.subjectNumber(),
                  each.subject(),
                  each.id(),
                  seen(old, each.embedding())));
        }
      }
      after = page.last();
    }
    return probes;
  }

  /// As if the older encoder had made it.
  private static Embedding seen(GalleryEntry old, Embedding embedding) {
    return Embedding.ofUnit(old.space(), embedding.toArray());
  }

  private Known known(
      GalleryEntry old,
      GalleryEntry fresh,
      Collection<MatedTrials.Trial> trials,
      BooleanSupplier stop) {
    List<Float> bests =
        Neighbours.ofStrangers(registry, old, strangers(old, fresh), stop).stream()
            .map(Neighbours.Nearest::other)
            .toList();
    long subjects = Math.max(1, registry.counts(old).subjects());
    List<Evidence> evidence =
        bests.size() < Measured.FEWEST
            ? List.of()
            : List.of(Measured.cohort(floats(bests), subjects));
    Mated mated =
        new Mated(
            floats(trials.stream().map(MatedTrials.Trial::own).toList()),
            floats(trials.stream().map(MatedTrials.Trial::others).toList()));
    return new Known(
        Standing.measured(registry.head(old), subjects, evidence, mated, bests.size()), evidence);
  }

  /// One sample a person.
  private List<Stranger> strangers(GalleryEntry old, GalleryEntry fresh) {
    Map<String, Stranger> one = new HashMap<>();
    long after = 0;
    for (List<Stranger> page = page(fresh, after); !page.isEmpty(); page = page(fresh, after)) {
      for (Stranger each : page) {
        String person = each.person().map(id -> "p " + id).orElseGet(() -> "s " + each.id());
        one.putIfAbsent(
            person,
            new Stranger(
                each.number(),
                each.id(),
                each.role(),
                each.person(),
                seen(old, each.embedding()),
                each.sample()));
      }
      after = page.getLast().number();
    }
    return List.copyOf(one.values());
  }

  private List<Stranger> page(GalleryEntry fresh, long after) {
    return registry.strangers().page(fresh, Stranger.Role.COHORT, fresh.space(), after, PAGE);
  }

  private static float[] floats(List<Float> values) {
    float[] floats = new float[values.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = values.get(i);
    }
    return floats;
  }
}
