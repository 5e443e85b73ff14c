package dev.kith.gallery.registry;

/// What a gallery's row counts.
///
/// @param head the sequence of its last change
record Tally(long subjects, long templates, long head) {
  Tally subjects(int more) {
    return new Tally(subjects + more, templates, head);
  }

  Tally templates(int more) {
    return new Tally(subjects, templates + more, head);
  }

  Tally at(long sequence) {
    return new Tally(subjects, templates, sequence);
  }
}
