package dev.kith.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kith.gallery.Attribute;
import dev.kith.gallery.Filter;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/// A filter out of the JSON that the document describes, checked before.
final class Filters {
  private Filters() {}

  static Filter of(Call call) {
    return call.parameters().json("filter").map(Filters::of).orElse(Filter.EVERYBODY);
  }

  private static Filter of(JsonNode json) {
    Map<String, Set<Attribute>> wanted = new LinkedHashMap<>();
    json.properties().forEach(wish -> wanted.put(wish.getKey(), values(wish.getValue())));
    return new Filter(wanted);
  }

  private static Set<Attribute> values(JsonNode array) {
    Set<Attribute> values = new LinkedHashSet<>();
    array.forEach(each -> values.add(value(each)));
    return values;
  }

  private static Attribute value(JsonNode json) {
    if (json.isTextual()) {
      return new Attribute.Text(json.asText());
    }
    return json.isBoolean()
        ? new Attribute.Flag(json.asBoolean())
        : new Attribute.Numeric(json.asDouble());
  }
}
