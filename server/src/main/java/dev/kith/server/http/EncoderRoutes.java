package dev.kith.server.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kith.encoder.Encoder;
import dev.kith.gallery.Embedding;
import dev.kith.gallery.GalleryException;
import dev.kith.gallery.Space;
import dev.kith.server.work.Kith;
import dev.kith.server.work.Presented;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Encoders: upload, look, list, delete, embed.
final class EncoderRoutes {
  private final Kith kith;
  private final Limits limits;

  EncoderRoutes(Kith kith, Limits limits) {
    this.kith = kith;
    this.limits = limits;
  }

  Map<String, Endpoint> endpoints() {
    return Map.of(
        "listEncoders", Endpoint.bare(this::list),
        "getEncoder", Endpoint.bare(this::get),
        "putEncoder", new Endpoint.Whole(limits.encoderBytes(), this::put),
        "deleteEncoder", Endpoint.bare(this::delete),
        "encode", new Endpoint.Whole(limits.sampleBytes(), this::encode));
  }

  private Task list(Call call) {
    int limit = call.parameters().integer("limit", Cursor.PAGE);
    Optional<String> after = Cursor.of(call, "encoders");
    return new Task.Work(() -> {
      TreeMap<String, Space> all = new TreeMap<>(kith.encoders().list());
      List<Map.Entry<String, Space>> page =
          after.map(key -> all.tailMap(key, false)).orElse(all).entrySet().stream()
              .limit(limit + 1L)
              .toList();
      return Reply.ok(
          Cursor.page(
              "encoders",
              page,
              limit,
              Map.Entry::getKey,
              each -> shown(each.getKey(), kith.encoders().of(each.getValue()))));
    });
  }

  private Task get(Call call) {
    String name = call.parameters().required("encoder");
    return new Task.Work(() -> Reply.ok(shown(name, named(name))));
  }

  private Encoder named(String name) {
    return kith.encoders().of(kith.encoders().space(name));
  }

  private static ObjectNode shown(String name, Encoder encoder) {
    ObjectNode json =
        Json.object()
            .put("name", name)
            .put("space", encoder.space().id())
            .put("dimension", encoder.space().dimension())
            .put("provider", encoder.provider());
    ObjectNode manifest = json.putObject("manifest");
    new TreeMap<>(encoder.manifest().keys()).forEach(manifest::put);
    return json;
  }

  private Task put(Call call) {
    String name = call.parameters().required("encoder");
    byte[] model = null;
    Optional<byte[]> manifest = Optional.empty();
    for (Multipart.Part part : Multipart.parts(call.contentType(), call.body())) {
      switch (part.name()) {
        case "model" -> model = part.content().getBytes();
        case "manifest" -> manifest = Optional.of(part.content().getBytes());
        default ->
            throw new GalleryException.Invalid(
                "unknown-part", "got a part that is neither model nor manifest");
      }
    }
    if (model == null) {
      throw new GalleryException.Invalid(
          "model-missing", "got a form without a model, expected an .onnx file under that name");
    }
    byte[] onnx = model;
    Optional<byte[]> sidecar = manifest;
    return new Task.Work(() -> Reply.ok(shown(name, kith.encoders().put(name, onnx, sidecar))));
  }

  private Task delete(Call call) {
    String name = call.parameters().required("encoder");
    return new Task.Work(() -> {
      kith.deleteEncoder(name);
      return Reply.gone();
    });
  }

  private Task encode(Call call) {
    String name = call.parameters().required("encoder");
    Presented presented = Samples.one(call);
    return new Task.Work(() -> {
      Embedding embedding = kith.encoders().encode(name, presented);
      ObjectNode json = Json.object();
      var values = json.putArray("embedding");
      for (float value : embedding.toArray()) {
        values.add(value);
      }
      return Reply.ok(json.put("space", embedding.space().id()));
    });
  }
}
