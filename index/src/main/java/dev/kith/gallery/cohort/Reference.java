package dev.kith.gallery.cohort;

import dev.kith.gallery.Centroid;
import dev.kith.gallery.Embedding;
import dev.kith.gallery.SubjectId;
import dev.kith.gallery.Template;
import java.util.List;
import java.util.Optional;

/// What a probe is compared with (a biometric reference, ISO/IEC 2382-37): a template, or the
/// centroid of a subject's templates, as the gallery's [Fusion] has it.
///
/// @param number a template's; of a centroid, its subject's made negative
/// @param templates what it is made of, one or more
record Reference(
    long number,
    SubjectId subject,
    long subjectNumber,
    Embedding embedding,
    List<Template> templates) {

  static Reference of(Template template) {
    return new Reference(
        template.number(),
        template.subject(),
        template.subjectNumber(),
        template.embedding(),
        List.of(template));
  }

  /// The centroid of all templates of one subject; empty where there is none.
  static Optional<Reference> of(List<Template> templates) {
    return centroid(templates)
        .map(embedding -> {
          Template first = templates.getFirst();
          return new Reference(
              centroid(first.subjectNumber()),
              first.subject(),
              first.subjectNumber(),
              embedding,
              templates);
        });
  }

  /// The number of a subject's centroid.
  static long centroid(long subject) {
    return -subject;
  }

  private static Optional<Embedding> centroid(List<Template> templates) {
    return Centroid.of(templates.stream().map(Template::embedding).toList());
  }

  /// What it would be without one of its templates.
  Optional<Embedding> without(long template) {
    return centroid(templates.stream().filter(each -> each.number() != template).toList());
  }
}
