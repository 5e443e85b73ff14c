package dev.kith.gallery.registry;

import java.util.LinkedHashMap;
import java.util.Map;

/// Values of the subjects that were asked for last: where there is no more room, whoever wasn't
/// asked for longest is forgotten. Not thread-safe.
final class Remembered<V> extends LinkedHashMap<Named, V> {
  private static final long serialVersionUID = 1L;
  private static final int ROOM = 65_536;

  Remembered() {
    super(1024, 0.75f, true);
  }

  @Override
  protected boolean removeEldestEntry(Map.Entry<Named, V> eldest) {
    return size() > ROOM;
  }
}
