package dev.kith.server.work;

import dev.kith.calibration.Calibration;
import dev.kith.gallery.Candidate;
import dev.kith.gallery.Embedding;
import dev.kith.gallery.Fusion;
import dev.kith.gallery.Gallery;
import dev.kith.gallery.GalleryEntry;
import dev.kith.gallery.Generation;
import dev.kith.gallery.Identification;
import dev.kith.gallery.Probe;
import dev.kith.gallery.Registry;
import dev.kith.gallery.SubjectId;
import dev.kith.gallery.Threshold;
import dev.kith.gallery.Verification;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// Answers "who is this?" and "is it this one?": probe → encoder → search → decision,
/// straight-line, on the caller's thread. One request sees one generation throughout.
public final class Recognition {
  private final Registry registry;
  private final Embeddings embeddings;
  private final Decisions decisions;
  private final Compatibility compatibility;
  private final KnownStrangers strangers;
  private final Regulars regulars;
  private final Stages stages;

  Recognition(
      Registry registry,
      Embeddings embeddings,
      Decisions decisions,
      Compatibility compatibility,
      KnownStrangers strangers,
      Regulars regulars,
      Stages stages) {
    this.registry = registry;
    this.embeddings = embeddings;
    this.decisions = decisions;
    this.compatibility = compatibility;
    this.strangers = strangers;
    this.regulars = regulars;
    this.stages = stages;
  }

  private static Gallery.InCharge now(Gallery gallery, Presented presented) {
    return presented instanceof Presented.Vector vector && vector.space().isPresent()
        ? gallery.standing(vector.space().get())
        : gallery.inCharge();
  }

  /// A probe in the space of the generation that it asks.
  ///
  /// @param newer where it is of a newer space, which is trusted there
  private record Asked(Embedding embedding, Optional<Compatibility.Trusted> newer) {}

  private Asked asked(GalleryEntry entry, Presented presented) {
    if (presented instanceof Presented.Vector vector) {
      Optional<Compatibility.Trusted> newer = compatibility.of(entry, vector);
      if (newer.isPresent()) {
        return new Asked(newer.get().probe(vector), newer);
      }
    }
    return new Asked(embeddings.of(entry, presented), Optional.empty());
  }

  /// Identification 1:N.
  public Answer identify(Gallery gallery, Presented presented, Ask ask) {
    Gallery.InCharge now = now(gallery, presented);
    GalleryEntry entry = now.entry();
    Generation generation = now.generation();
    Asked asked = asked(entry, presented);
    Probe probe = new Probe(asked.embedding());
    Fusion fusion = entry.settings().fusion();
    Decisions.Ruling ruling =
        asked
            .newer()
            .map(trusted -> decisions.identification(entry, trusted.known(), ask))
            .orElseGet(() -> decisions.identification(entry, ask));
    List<Candidate> nearest =
        stages.timed("search", () -> generation.search(probe, ask.search().by(fusion)));
    Set<SubjectId> carried = carried(entry, ruling, nearest);
    List<Candidate> candidates = ordered(ruling, nearest, carried);
    Predicate<Candidate> admitted = strangers.admit(entry, probe.embedding());
    Identification found = Decisions.judge(ruling, candidates, carried, admitted);
    if (found instanceof Identification.Match(Candidate best, _, _)) {
      regulars.seen(entry.id(), best.subject());
    }
    boolean blocked = !candidates.isEmpty() && !admitted.test(candidates.getFirst());
    return new Answer(
        found,
        Decisions.reasons(found, ruling, blocked),
        carried,
        registry.displayNames(entry, candidates.stream().map(Candidate::subject).toList()),
        entry,
        generation.number(),
        ruling.calibration(),
        ruling.fpir());
  }

  /// Subjects with bridged templates, which are judged by a threshold of their own.
  private Set<SubjectId> carried(
      GalleryEntry entry, Decisions.Ruling ruling, List<Candidate> candidates) {
    return ruling.bridged().isEmpty()
        ? Set.of()
        : registry
            .bridges()
            .among(entry, entry.space(), candidates.stream().map(Candidate::subject).toList());
  }

  private static List<Candidate> ordered(
      Decisions.Ruling ruling, List<Candidate> candidates, Set<SubjectId> carried) {
    return carried.isEmpty()
        ? candidates
        : candidates.stream()
            .sorted(
                Comparator.comparingDouble((Candidate each) -> ruling.ahead(each, carried))
                    .reversed())
            .toList();
  }

  /// A verification and what is known of its error rate.
  ///
  /// @param calibration for the gallery's FMR, at one subject
  public record Verified(Verification verification, Optional<Calibration> calibration) {}

  /// Verification 1:1 against the subject's templates, exact.
  public Verified verify(Gallery gallery, SubjectId subject, Presented presented, Ask ask) {
    Gallery.InCharge now = now(gallery, presented);
    GalleryEntry entry = now.entry();
    Generation generation = now.generation();
    Probe probe = new Probe(embeddings.of(entry, presented));
    Decisions.Ruling ruling = decisions.verification(entry, ask);
    boolean carried =
        ruling.bridged().isPresent()
            && !registry.bridges().among(entry, entry.space(), List.of(subject)).isEmpty();
    Threshold threshold = carried ? ruling.bridged().orElseThrow() : ruling.threshold();
    Verification found =
        stages.timed(
            "search",
            () -> Gallery.verify(generation, probe, subject, entry.settings().fusion(), threshold));
    return new Verified(found, ruling.calibration().filter(made -> made.subjects() == 1));
  }
}
