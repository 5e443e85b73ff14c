package dev.kith.server.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kith.gallery.GalleryException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Where a page of a list begins: opaque to clients, the key of the last item of the page before,
/// and which list it is of.
record Cursor(String list, String key) {
  static final int PAGE = 100;

  String text() {
    byte[] plain = (list + ":" + key).getBytes(StandardCharsets.UTF_8);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(plain);
  }

  /// @return the key to go on behind; empty on the first page
  /// @throws GalleryException.Invalid `invalid-cursor`
  static Optional<String> of(Call call, String list) {
    return call.parameters().text("cursor").map(text -> key(text, list));
  }

  private static String key(String text, String list) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(text);
      String plain = new String(bytes, StandardCharsets.UTF_8);
      if (plain.startsWith(list + ":")) {
        Cursor cursor = new Cursor(list, plain.substring(list.length() + 1));
        if (cursor.text().equals(text)) {
          return cursor.key();
        }
      }
    } catch (IllegalArgumentException _) {
      // said below
    }
    throw new GalleryException.Invalid(
        "invalid-cursor", "got a cursor that no page of this list gave out");
  }

  /// A page out of one item more than it holds: that one tells whether there is a next page.
  static <T> ObjectNode page(
      String list,
      List<T> items,
      int limit,
      Function<T, String> key,
      Function<T, ObjectNode> show) {
    ObjectNode page = Json.object();
    var shown = page.putArray("items");
    items.stream().limit(limit).map(show).forEach(shown::add);
    boolean more = items.size() > limit;
    return page.put("next", more ? new Cursor(list, key.apply(items.get(limit - 1))).text() : null);
  }
}
