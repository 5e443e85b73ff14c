package dev.kith.gallery.lucene;

import dev.kith.gallery.Change;
import dev.kith.gallery.Template;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Changes since the last refresh, in order, at most [#ROOM] of them. One thread appends; any
/// thread reads the first `count` entries it was told of, which never change afterwards.
final class Tail {
  static final int ROOM = 8192;
  private static final int NONE = -1;

  private final Change[] changes = new Change[ROOM];
  private final float[] @Nullable [] vectors = new float[ROOM][];
  private final int[] before = new int[ROOM];
  private final Map<Long, Integer> latest = new ConcurrentHashMap<>();
  private int count;

  boolean full() {
    return count == ROOM;
  }

  boolean isEmpty() {
    return count == 0;
  }

  int count() {
    return count;
  }

  /// Appends one change; the caller publishes the new count.
  void append(Change change) {
    changes[count] = change;
    switch (change) {
      case Change.Enrol(_, Template template) -> {
        vectors[count] = template.embedding().toArray();
        chain(template.number());
      }
      case Change.Withdraw(_, long template) -> chain(template);
      case Change.Describe _, Change.Forget _ -> {
        // attributes are kept beside the tail
      }
    }
    count++;
  }

  private void chain(long template) {
    Integer earlier = latest.get(template);
    before[count] = earlier == null ? NONE : earlier;
    latest.put(template, count);
  }

  Change change(int position) {
    return changes[position];
  }

  float[] vector(int position) {
    float[] vector = vectors[position];
    if (vector == null) {
      throw new IllegalStateException("position " + position + " of the tail has no vector");
    }
    return vector;
  }

  /// Where the template was last changed among the first `seen` entries, or a negative number.
  int lastChange(long template, int seen) {
    Integer position = latest.get(template);
    while (position != null && position >= seen) {
      int earlier = before[position];
      position = earlier == NONE ? null : Integer.valueOf(earlier);
    }
    return position == null ? NONE : position;
  }
}
