package dev.kith.server.work;

import dev.kith.gallery.Candidate;
import dev.kith.gallery.Gallery;
import dev.kith.gallery.GalleryEntry;
import dev.kith.gallery.Generation;
import dev.kith.gallery.Identification;
import dev.kith.gallery.Probe;
import dev.kith.gallery.Registry;
import dev.kith.gallery.SubjectId;
import dev.kith.gallery.Threshold;
import dev.kith.gallery.Verification;

/// Answers "who is this?" and "is it this one?": probe → encoder → search → decision,
/// straight-line, on the caller's thread. One request sees one generation throughout.
public final class Recognition {
  private final Registry registry;
  private final Embeddings embeddings;
  private final Decisions decisions;
  private final Stages stages;

  Recognition(Registry registry, Embeddings embeddings, Decisions decisions, Stages stages) {
    this.registry = registry;
    this.embeddings = embeddings;
    this.decisions = decisions;
    this.stages = stages;
  }

  /// Identification 1:N.
  public Answer identify(Gallery gallery, Presented presented, Ask ask) {
    GalleryEntry entry = gallery.entry();
    Generation generation = gallery.generation();
    Probe probe = new Probe(embeddings.of(entry, presented));
    Threshold threshold = decisions.threshold(entry, ask);
    Identification found =
        stages.timed("search", () -> Gallery.identify(generation, probe, threshold, ask.search()));
    return new Answer(
        found,
        Decisions.reasons(found),
        registry.displayNames(entry, found.candidates().stream().map(Candidate::subject).toList()),
        entry,
        generation.number());
  }

  /// Verification 1:1 against the subject's templates, exact.
  public Verification verify(Gallery gallery, SubjectId subject, Presented presented, Ask ask) {
    GalleryEntry entry = gallery.entry();
    Generation generation = gallery.generation();
    Probe probe = new Probe(embeddings.of(entry, presented));
    Threshold threshold = decisions.threshold(entry, ask);
    return stages.timed("search", () -> Gallery.verify(generation, probe, subject, threshold));
  }
}
