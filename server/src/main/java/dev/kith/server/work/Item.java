package dev.kith.server.work;

import dev.kith.gallery.Attribute;
import java.util.Map;
import java.util.Optional;

/// One JSON object that names a subject, a template or a probe, as clients send it in bodies and
/// NDJSON lines:
/// `{"id"?,"subject"?,"template"?,"notSubject"?,"displayName"?,"attributes"?,"space"?,"embedding"|"image"?}`.
public record Item(
    Optional<String> id,
    Optional<String> subject,
    Optional<String> template,
    Optional<String> notSubject,
    Optional<String> displayName,
    Optional<Map<String, Attribute>> attributes,
    Optional<Presented> presented) {
  /// A sample of somebody.
  public static Item of(String subject, Presented presented) {
    return new Item(
        Optional.empty(),
        Optional.of(subject),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(presented));
  }
}
