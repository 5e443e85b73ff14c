package dev.kith.gallery;

/// An entry of a gallery's change log, with the row as it is when the entry is read: an entry whose
/// row is gone by then reads as its removal. Sequences grow strictly; applying an entry twice
/// changes nothing.
public sealed interface Change {
  long sequence();

  /// The template stands in the gallery with this embedding; replaces an older one of the same
  /// number.
  record Enrol(long sequence, Template template) implements Change {}

  /// The template of this number is gone.
  ///
  /// @param subject number of the subject that it was of; 0 where an older Kith wrote the entry
  record Withdraw(long sequence, long template, long subject) implements Change {}

  /// The subject has these attributes now.
  record Describe(long sequence, Subject subject) implements Change {}

  /// The subject of this number is gone, its templates withdrawn by entries of their own.
  record Forget(long sequence, long subject) implements Change {}
}
