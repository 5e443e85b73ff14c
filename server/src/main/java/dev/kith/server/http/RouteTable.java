package dev.kith.server.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// Leads a method and a path to the operation of the document that they name. Segments are decoded
/// one by one, so that an id may hold a slash or be made of dots. Immutable.
final class RouteTable {
  private final Map<Integer, List<Route>> byLength = new LinkedHashMap<>();

  /// An operation and what serves it.
  private record Route(List<String> segments, OpenApi.Operation operation, Endpoint endpoint) {
    /// The path's parameters, or empty when it is another path.
    Optional<Map<String, String>> match(List<String> path) {
      Map<String, String> values = new LinkedHashMap<>();
      for (int i = 0; i < segments.size(); i++) {
        String segment = segments.get(i);
        if (segment.startsWith("{")) {
          values.put(segment.substring(1, segment.length() - 1), path.get(i));
        } else if (!segment.equals(path.get(i))) {
          return Optional.empty();
        }
      }
      return Optional.of(values);
    }
  }

  /// Where a request goes, with the path's parameters as text.
  record Destination(
      OpenApi.Operation operation, Endpoint endpoint, Map<String, String> pathParameters) {}

  /// @param endpoints by operation id: one for every operation of the document, and no other
  RouteTable(OpenApi document, Map<String, Endpoint> endpoints) {
    if (document.operations().size() != endpoints.size()) {
      throw new IllegalStateException(
          "got %d endpoints, expected one for each of %d operations"
              .formatted(endpoints.size(), document.operations().size()));
    }
    for (OpenApi.Operation operation : document.operations()) {
      Endpoint endpoint = endpoints.get(operation.id());
      if (endpoint == null) {
        throw new IllegalStateException("nobody serves " + operation.id());
      }
      List<String> segments = List.of(operation.path().substring(1).split("/", -1));
      byLength
          .computeIfAbsent(segments.size(), _ -> new ArrayList<>())
          .add(new Route(segments, operation, endpoint));
    }
  }

  /// @throws HttpRefusal `no-such-route` or `method-not-allowed`
  Destination find(String method, String rawPath) {
    if (!rawPath.startsWith("/")) {
      throw HttpRefusal.noSuchRoute(rawPath);
    }
    List<String> path = new ArrayList<>();
    for (String segment : rawPath.substring(1).split("/", -1)) {
      path.add(Percent.decode(segment));
    }
    TreeSet<String> allowed = new TreeSet<>();
    for (Route route : byLength.getOrDefault(path.size(), List.of())) {
      Optional<Map<String, String>> values = route.match(path);
      if (values.isPresent() && serves(route.operation(), method)) {
        return new Destination(route.operation(), route.endpoint(), values.get());
      }
      values.ifPresent(_ -> allowed.add(route.operation().method()));
    }
    if (allowed.isEmpty()) {
      throw HttpRefusal.noSuchRoute(rawPath);
    }
    throw HttpRefusal.methodNotAllowed(method, String.join(", ", allowed));
  }

  /// HEAD is GET without its body.
  private static boolean serves(OpenApi.Operation operation, String method) {
    return operation.method().equals(method.equals("HEAD") ? "GET" : method);
  }
}
