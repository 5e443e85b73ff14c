package dev.kith.server.http;

import dev.kith.gallery.GalleryException;
import dev.kith.server.work.Item;
import dev.kith.server.work.ItemReader;
import dev.kith.server.work.Presented;
import java.util.List;
import java.util.Optional;

/// The bodies that hold samples: an image as it is, multipart files, or JSON with `image` or
/// `embedding`.
final class Samples {
  private Samples() {}

  /// Exactly one sample, and nothing else.
  static Presented one(Call call) {
    List<Presented> all = all(call);
    if (all.size() != 1) {
      throw new GalleryException.Invalid(
          "one-sample-expected", "got %d files, expected one".formatted(all.size()));
    }
    return all.getFirst();
  }

  /// One sample or more.
  static List<Presented> all(Call call) {
    return switch (call.mediaType()) {
      case "application/json" -> List.of(presented(only(item(call), false)));
      case "multipart/form-data" -> files(call);
      default -> List.of(image(call));
    };
  }

  private static Presented image(Call call) {
    if (call.body().length() == 0) {
      throw new GalleryException.Invalid("empty-body", "got an empty body, expected an image");
    }
    return new Presented.Image(call.body().getBytes());
  }

  private static List<Presented> files(Call call) {
    List<Presented> files =
        Multipart.parts(call.contentType(), call.body()).stream()
            .filter(part -> part.file().isPresent())
            .<Presented>map(part -> new Presented.Image(part.content().getBytes()))
            .toList();
    if (files.isEmpty()) {
      throw new GalleryException.Invalid(
          "one-sample-expected", "got a form without a file, expected an image");
    }
    return files;
  }

  static Item item(Call call) {
    return ItemReader.read(call.body().getBytes());
  }

  static Presented presented(Item item) {
    return item.presented()
        .orElseThrow(() ->
            new GalleryException.Invalid(
                "invalid-item", "got neither image nor embedding, expected one of them"));
  }

  /// An item that says nothing but a sample, and a subject where one belongs.
  static Item only(Item item, boolean subject) {
    absent("id", item.id());
    absent("template", item.template());
    absent("notSubject", item.notSubject());
    absent("displayName", item.displayName());
    absent("attributes", item.attributes());
    if (!subject) {
      absent("subject", item.subject());
    }
    return item;
  }

  private static void absent(String key, Optional<?> value) {
    if (value.isPresent()) {
      throw new GalleryException.Invalid(
          "invalid-item", "got the key %s, which has no place here".formatted(key));
    }
  }

  /// An item that says nothing but a sample, and of whom: of the cohort which stranger it is, of a
  /// known stranger whom it is not.
  static void stranger(Item item, boolean cohort) {
    absent("id", item.id());
    absent("template", item.template());
    absent("displayName", item.displayName());
    absent("attributes", item.attributes());
    if (cohort) {
      absent("notSubject", item.notSubject());
    } else {
      absent("subject", item.subject());
    }
  }

  /// An item that describes a subject and presents nothing.
  static Item description(Call call) {
    Item item = item(call);
    absent("id", item.id());
    absent("subject", item.subject());
    absent("template", item.template());
    absent("notSubject", item.notSubject());
    absent("image or embedding", item.presented());
    return item;
  }

  /// An item of a batch: a sample and perhaps an id.
  static Item probe(byte[] line) {
    Item item = ItemReader.read(line);
    absent("subject", item.subject());
    absent("notSubject", item.notSubject());
    absent("template", item.template());
    absent("displayName", item.displayName());
    absent("attributes", item.attributes());
    return item;
  }
}
