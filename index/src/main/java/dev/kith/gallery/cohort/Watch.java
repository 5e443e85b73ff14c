package dev.kith.gallery.cohort;

import dev.kith.gallery.Embedding;
import org.jspecify.annotations.Nullable;

/// One embedding whose nearest templates are kept: a stranger's, or a template's of the gallery
/// taken as a stranger to all other subjects.
final class Watch {
  /// The subject of strangers: nobody's number.
  static final long NOBODY = 0;

  final long number;
  final long subject;
  final @Nullable String person;
  final Embedding embedding;

  /// Templates of other subjects.
  final Near others = new Near();

  /// Other templates of its own subject.
  final Near own = new Near();

  private Watch(long number, long subject, @Nullable String person, Embedding embedding) {
    this.number = number;
    this.subject = subject;
    this.person = person;
    this.embedding = embedding;
  }

  /// @param person which stranger it is
  static Watch stranger(long number, String person, Embedding embedding) {
    return new Watch(number, NOBODY, person, embedding);
  }

  static Watch member(long template, long subject, Embedding embedding) {
    return new Watch(template, subject, null, embedding);
  }

  boolean isStranger() {
    return subject == NOBODY;
  }

  boolean exhausted() {
    return others.exhausted() || own.exhausted();
  }

  void clear() {
    others.clear();
    own.clear();
  }

  void remove(long template) {
    others.remove(template);
    own.remove(template);
  }
}
