package dev.kith.gallery.cohort;

import dev.kith.gallery.GalleryEntry;
import dev.kith.gallery.Registry;
import dev.kith.gallery.Template;
import java.util.List;

/// Which of a gallery's templates a cohort is compared with: those that were encoded, or those that
/// were carried over a bridge. Scores to the two are distributed differently, so each kind has a
/// threshold of its own. Whoever asks was encoded in either case.
public enum Origin {
  ENCODED,
  BRIDGED;

  boolean has(Template template) {
    return template.embedding().bridged() == (this == BRIDGED);
  }

  List<Template> of(List<Template> templates) {
    return templates.stream().filter(this::has).toList();
  }

  /// How many of the gallery's subjects have such templates.
  long subjects(Registry registry, GalleryEntry gallery) {
    long bridged = registry.bridges().subjects(gallery, gallery.space());
    return this == BRIDGED ? bridged : registry.counts(gallery).subjects() - bridged;
  }
}
