package dev.kith.gallery.registry;

import dev.kith.gallery.Embedding;
import dev.kith.gallery.GalleryEntry;
import dev.kith.gallery.GalleryName;
import dev.kith.gallery.GallerySettings;
import dev.kith.gallery.Registry;
import dev.kith.gallery.Space;
import dev.kith.gallery.SubjectId;
import dev.kith.gallery.TemplateId;
import dev.kith.gallery.Write;
import java.util.Optional;
import java.util.Random;

/// Rows for tests: what is enrolled follows from its number.
final class Rows {
  static final GalleryName STAFF = new GalleryName("staff");
  static final Space SPACE = Space.vectors(STAFF, 8);

  private Rows() {}

  static GalleryEntry gallery(Registry registry) {
    return registry.put(STAFF, SPACE, GallerySettings.DEFAULTS);
  }

  static Embedding embedding(long number) {
    Random random = new Random(number);
    float[] values = new float[SPACE.dimension()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Embedding.of(SPACE, values);
  }

  static Write.Enrol enrol(String subject, String template, long number) {
    return new Write.Enrol(
        new SubjectId(subject), new TemplateId(template), embedding(number), Optional.empty());
  }
}
