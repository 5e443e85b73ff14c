package dev.kith.gallery.cohort;

import dev.kith.gallery.Embedding;
import dev.kith.gallery.Stranger;
import dev.kith.gallery.StrangerId;
import dev.kith.gallery.SubjectId;
import dev.kith.gallery.Template;
import java.util.Optional;
import java.util.Set;

/// One embedding whose nearest references are kept.
final class Watch {
  /// Whose embedding it is.
  sealed interface Owner {
    /// A stranger of the cohort; samples of the same one have the same `person`.
    record Outsider(StrangerId id, String person) implements Owner {
      private static final String NAMED = "person ";

      /// What the cohort calls the stranger; empty where only the sample has an id.
      Optional<String> name() {
        return person.startsWith(NAMED)
            ? Optional.of(person.substring(NAMED.length()))
            : Optional.empty();
      }
    }

    /// A template of the gallery, taken as a stranger to all other subjects.
    record Member(SubjectId id, long subject) implements Owner {}
  }

  /// The stranger's or the template's.
  final long number;

  final Owner owner;
  final Embedding embedding;

  /// References of strangers to it.
  final Near others = new Near();

  /// Its own subject's, made of other templates.
  final Near own = new Near();

  /// References of subjects that an operator found to be the same as its owner.
  final Near same = new Near();

  private Set<SubjectId> excluded;

  Watch(long number, Owner owner, Embedding embedding, Set<SubjectId> excluded) {
    this.number = number;
    this.owner = owner;
    this.embedding = embedding;
    this.excluded = Set.copyOf(excluded);
  }

  static Watch of(Stranger stranger) {
    // a person's name is no sample's id
    String person =
        stranger
            .person()
            .map(each -> Owner.Outsider.NAMED + each.value())
            .orElseGet(() -> "sample " + stranger.id().value());
    return new Watch(
        stranger.number(),
        new Owner.Outsider(stranger.id(), person),
        stranger.embedding(),
        Set.of());
  }

  static Watch of(Template template) {
    return new Watch(
        template.number(),
        new Owner.Member(template.subject(), template.subjectNumber()),
        template.embedding(),
        Set.of());
  }

  boolean isStranger() {
    return owner instanceof Owner.Outsider;
  }

  boolean isOf(Reference reference) {
    return owner instanceof Owner.Member(_, long subject) && subject == reference.subjectNumber();
  }

  Set<SubjectId> excluded() {
    return excluded;
  }

  /// From now on these are the same as its owner; what is known of its scores is forgotten.
  void exclude(Set<SubjectId> subjects) {
    excluded = Set.copyOf(subjects);
    clear();
  }

  /// @param reference neither of its own subject nor listed
  void offer(Reference reference, float score) {
    if (!excluded.isEmpty() && excluded.contains(reference.subject())) {
      same.offer(reference, score);
    } else {
      others.offer(reference, score);
    }
  }

  /// What a score must beat to change anything.
  float floor() {
    return excluded.isEmpty() ? others.floor() : Math.min(others.floor(), same.floor());
  }

  boolean exhausted() {
    return others.exhausted() || own.exhausted() || same.exhausted();
  }

  void clear() {
    others.clear();
    own.clear();
    same.clear();
  }

  void remove(Set<Long> references) {
    others.remove(references);
    own.remove(references);
    same.remove(references);
  }
}
