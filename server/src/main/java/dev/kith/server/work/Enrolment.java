package dev.kith.server.work;

import dev.kith.gallery.Attribute;
import dev.kith.gallery.GalleryException;
import dev.kith.gallery.SubjectId;
import dev.kith.gallery.TemplateId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One subject and what is to be enrolled for it, all or nothing.
public record Enrolment(
    SubjectId subject,
    Optional<String> displayName,
    Optional<Map<String, Attribute>> attributes,
    List<Entry> entries) {
  public Enrolment {
    entries = List.copyOf(entries);
  }

  /// One template to be; without an id of the client's it is named by the SHA-256 of subject and
  /// sample.
  public record Entry(Optional<TemplateId> template, Presented presented) {}

  public static Enrolment of(
      SubjectId subject, Optional<TemplateId> template, Presented presented) {
    return new Enrolment(
        subject, Optional.empty(), Optional.empty(), List.of(new Entry(template, presented)));
  }

  /// What an import's line asks for.
  ///
  /// @throws dev.kith.gallery.GalleryException.Invalid `invalid-item` without subject or sample
  public static Enrolment of(Item item) {
    if (item.notSubject().isPresent()) {
      throw new GalleryException.Invalid(
          "invalid-item", "got the key notSubject, which has no place here");
    }
    String subject =
        item.subject()
            .orElseThrow(
                () -> new GalleryException.Invalid("invalid-item", "got no subject, expected one"));
    Presented presented =
        item.presented()
            .orElseThrow(() ->
                new GalleryException.Invalid(
                    "invalid-item", "got neither embedding nor image, expected one of them"));
    return new Enrolment(
        new SubjectId(subject),
        item.displayName(),
        item.attributes(),
        List.of(new Entry(item.template().map(TemplateId::new), presented)));
  }
}
