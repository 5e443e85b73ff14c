package dev.kith.gallery;

import java.util.Map;
import java.util.Set;

/// Which subjects a search may return: for every key, the subject's attribute is one of the values
/// (AND over keys, OR over values). The empty filter admits everybody.
public record Filter(Map<String, Set<Attribute>> wanted) {
  public static final Filter EVERYBODY = new Filter(Map.of());

  public Filter {
    wanted = Map.copyOf(wanted);
  }

  public boolean admits(Map<String, Attribute> attributes) {
    return wanted.entrySet().stream()
        .allMatch(wish -> {
          Attribute value = attributes.get(wish.getKey());
          return value != null && wish.getValue().contains(value);
        });
  }
}
