package dev.kith.server.http;

import dev.kith.gallery.GalleryName;
import dev.kith.gallery.SubjectId;
import dev.kith.gallery.TemplateId;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;

/// A request that is checked as far as the document goes, its body (where it is read whole) in
/// memory.
///
/// @param mediaType the body's, lower case, without parameters; empty without a body
/// @param contentType the header as it came
/// @param began when the request's head was there, by [System#nanoTime]
record Call(
    String request,
    Parameters parameters,
    String mediaType,
    String contentType,
    Buffer body,
    long began) {
  GalleryName gallery() {
    return new GalleryName(parameters.required("gallery"));
  }

  SubjectId subject() {
    return new SubjectId(parameters.required("subject"));
  }

  TemplateId template() {
    return new TemplateId(parameters.required("template"));
  }

  Duration age() {
    return Duration.ofNanos(System.nanoTime() - began);
  }
}
