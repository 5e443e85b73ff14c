package dev.kith.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The OpenAPI document: what `/openapi.json` answers, what the router leads by, and what
/// parameters and small bodies are checked against. Immutable.
final class OpenApi {
  private static final List<String> PARTS =
      List.of(
          "document",
          "galleries",
          "subjects",
          "recognition",
          "calibration",
          "suspects",
          "reindex",
          "jobs",
          "encoders",
          "operations");
  private static final Set<String> METHODS = Set.of("get", "put", "post", "delete");

  private final ObjectNode document;
  private final List<Operation> operations;

  private OpenApi(ObjectNode document) {
    this.document = document;
    this.operations = List.copyOf(operations(document));
  }

  /// Puts the parts together: each adds its paths and components.
  static OpenApi load() {
    ObjectNode whole = Json.object();
    PARTS.forEach(part -> merge(whole, part(part)));
    return new OpenApi(whole);
  }

  private static JsonNode part(String name) {
    try (InputStream in = OpenApi.class.getResourceAsStream("/openapi/" + name + ".json")) {
      if (in == null) {
        throw new IllegalStateException("the document's part " + name + " is not packaged");
      }
      return Json.read(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void merge(ObjectNode whole, JsonNode part) {
    for (Map.Entry<String, JsonNode> each : part.properties()) {
      if (whole.get(each.getKey()) instanceof ObjectNode known) {
        merge(known, each.getValue());
      } else if (!whole.has(each.getKey())) {
        whole.set(each.getKey(), each.getValue());
      } else {
        throw new IllegalStateException("two parts of the document say " + each.getKey());
      }
    }
  }

  private List<Operation> operations(ObjectNode whole) {
    List<Operation> found = new ArrayList<>();
    for (Map.Entry<String, JsonNode> path : whole.path("paths").properties()) {
      for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
        if (METHODS.contains(method.getKey())) {
          found.add(operation(path, method));
        }
      }
    }
    return found;
  }

  private Operation operation(
      Map.Entry<String, JsonNode> path, Map.Entry<String, JsonNode> method) {
    List<Parameter> parameters = new ArrayList<>();
    path.getValue().path("parameters").forEach(each -> parameters.add(parameter(each)));
    method.getValue().path("parameters").forEach(each -> parameters.add(parameter(each)));
    List<String> types = new ArrayList<>();
    resolved(method.getValue().path("requestBody"))
        .path("content")
        .fieldNames()
        .forEachRemaining(types::add);
    return new Operation(
        method.getValue().path("operationId").asText(),
        method.getKey().toUpperCase(java.util.Locale.ROOT),
        path.getKey(),
        parameters,
        types);
  }

  private Parameter parameter(JsonNode reference) {
    JsonNode node = resolved(reference);
    JsonNode json = node.path("content").path("application/json").path("schema");
    boolean isJson = !json.isMissingNode();
    return new Parameter(
        node.path("name").asText(),
        node.path("in").asText().equals("path"),
        node.path("x-code").asText("invalid-parameter"),
        isJson,
        Schema.of(isJson ? json : node.path("schema"), this::find));
  }

  private JsonNode resolved(JsonNode node) {
    return node.has("$ref") ? find(node.get("$ref").asText()) : node;
  }

  private JsonNode find(String reference) {
    JsonNode found = document.at(reference.substring(1));
    if (found.isMissingNode()) {
      throw new IllegalStateException("the document has no " + reference);
    }
    return found;
  }

  /// The schema of that name among the document's components.
  Schema schema(String name) {
    return Schema.of(find("#/components/schemas/" + name), this::find);
  }

  List<Operation> operations() {
    return operations;
  }

  byte[] bytes() {
    return Json.bytes(document);
  }

  /// One method of one path.
  ///
  /// @param mediaTypes what its body may be; empty when it has none
  record Operation(
      String id, String method, String path, List<Parameter> parameters, List<String> mediaTypes) {
    Operation {
      parameters = List.copyOf(parameters);
      mediaTypes = List.copyOf(mediaTypes);
    }
  }

  /// @param code what a problem with it is called
  /// @param json whether its text is JSON
  record Parameter(String name, boolean inPath, String code, boolean json, Schema schema) {}
}
