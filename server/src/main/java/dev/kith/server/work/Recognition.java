package dev.kith.server.work;

import dev.kith.calibration.Calibration;
import dev.kith.gallery.Candidate;
import dev.kith.gallery.Gallery;
import dev.kith.gallery.GalleryEntry;
import dev.kith.gallery.Generation;
import dev.kith.gallery.Identification;
import dev.kith.gallery.Probe;
import dev.kith.gallery.Registry;
import dev.kith.gallery.SubjectId;
import dev.kith.gallery.Verification;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Answers "who is this?" and "is it this one?": probe → encoder → search → decision,
/// straight-line, on the caller's thread. One request sees one generation throughout.
public final class Recognition {
  private final Registry registry;
  private final Embeddings embeddings;
  private final Decisions decisions;
  private final KnownStrangers strangers;
  private final Regulars regulars;
  private final Stages stages;

  Recognition(
      Registry registry,
      Embeddings embeddings,
      Decisions decisions,
      KnownStrangers strangers,
      Regulars regulars,
      Stages stages) {
    this.registry = registry;
    this.embeddings = embeddings;
    this.decisions = decisions;
    this.strangers = strangers;
    this.regulars = regulars;
    this.stages = stages;
  }

  private static Gallery.InCharge now(Gallery gallery, Presented presented) {
    return presented instanceof Presented.Vector vector && vector.space().isPresent()
        ? gallery.standing(vector.space().get())
        : gallery.inCharge();
  }

  /// Identification 1:N.
  public Answer identify(Gallery gallery, Presented presented, Ask ask) {
    Gallery.InCharge now = now(gallery, presented);
    GalleryEntry entry = now.entry();
    Generation generation = now.generation();
    Probe probe = new Probe(embeddings.of(entry, presented));
    Decisions.Ruling ruling = decisions.identification(entry, ask);
    List<Candidate> candidates =
        stages.timed("search", () -> generation.search(probe, ask.search()));
    Predicate<Candidate> admitted = strangers.admit(entry, probe.embedding());
    Identification found = Decisions.judge(ruling.threshold(), candidates, admitted);
    if (found instanceof Identification.Match(Candidate best, _, _)) {
      regulars.seen(entry.id(), best.subject());
    }
    boolean blocked = !candidates.isEmpty() && !admitted.test(candidates.getFirst());
    return new Answer(
        found,
        Decisions.reasons(found, ruling, blocked),
        registry.displayNames(entry, candidates.stream().map(Candidate::subject).toList()),
        entry,
        generation.number(),
        ruling.calibration(),
        ruling.fpir());
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
    Verification found =
        stages.timed(
            "search", () -> Gallery.verify(generation, probe, subject, ruling.threshold()));
    return new Verified(found, ruling.calibration().filter(made -> made.subjects() == 1));
  }
}
