package dev.kith.gallery.lucene.format1;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The best rows of a walk so far, best first, and which of them were expanded. A sorted array:
/// beams are short, and moving their ends is cheaper than a heap's jumps.
///
/// With a [Standing] the beam's room counts subjects that may be found, not rows: a subject's other
/// rows and invisible ones stand in line to be expanded, but fill no room.
final class Beam {
  /// A crowd of one subject's rows may make the beam so many times longer than its room.
  private static final int CROWD = 16;

  private final SubjectTable leaders = new SubjectTable();
  private int[] rows = new int[0];
  private float[] scores = new float[0];
  private @Nullable Standing standing;
  private boolean single;
  private int room;
  private int longest;
  private int size;
  private int counted;
  private int next;

  /// @param newRoom rows, or subjects where `whose` tells them
  void clear(int newRoom, @Nullable Standing whose) {
    standing = whose;
    single = whose == null || whose.single();
    room = newRoom;
    longest = whose == null ? newRoom : CROWD * newRoom;
    if (rows.length < newRoom) {
      grow(newRoom);
    }
    leaders.clear();
    size = 0;
    counted = 0;
    next = 0;
  }

  private void grow(int length) {
    rows = Arrays.copyOf(rows, length);
    scores = Arrays.copyOf(scores, length);
  }

  int size() {
    return size;
  }

  /// Whether the room is filled.
  boolean full() {
    return counted == room;
  }

  /// What a newcomer must beat.
  float bar() {
    return counted == room || size == longest ? scores[size - 1] : Float.NEGATIVE_INFINITY;
  }

  int row(int place) {
    int row = rows[place];
    return row < 0 ? ~row : row;
  }

  float score(int place) {
    return scores[place];
  }

  /// Whether the row at a place is the best of a subject that may be found.
  boolean leads(int place) {
    Standing whose = standing;
    int row = row(place);
    return whose == null
        || (whose.visible(row) && (single || leaders.row(whose.subject(row)) == row));
  }

  /// Takes a row that beats the bar.
  void add(int row, float score) {
    Standing whose = standing;
    if (whose == null) {
      if (size == room) {
        size--;
        counted--;
      }
      counted++;
    } else {
      if (whose.visible(row) && (single || leaders.add(whose.subject(row), row, score))) {
        counted++;
      }
    }
    insert(row, score);
    if (whose != null) {
      trim();
    }
  }

  private void insert(int row, float score) {
    if (size == rows.length) {
      grow(Math.max(2 * size, 16));
    }
    int place = place(score);
    int moved = size - place;
    System.arraycopy(scores, place, scores, place + 1, moved);
    System.arraycopy(rows, place, rows, place + 1, moved);
    scores[place] = score;
    rows[place] = row;
    size++;
    next = Math.min(next, place);
  }

  /// Where a score goes, behind its equals. Branches of a binary search are never foretold; this
  /// one has none.
  private int place(float score) {
    int place = 0;
    for (int left = size; left > 0; ) {
      int half = (left + 1) >>> 1;
      place += scores[place + half - 1] >= score ? half : 0;
      left -= half;
    }
    return place;
  }

  /// Drops what doesn't lead from the end, and leaders beyond the room.
  private void trim() {
    while (counted > room || size > longest) {
      if (leads(size - 1)) {
        counted--;
      }
      size--;
    }
    while (counted == room && !leads(size - 1)) {
      size--;
    }
  }

  /// The best row that wasn't expanded yet, from now on marked as such; negative when all were.
  int expand() {
    for (int i = next; i < size; i++) {
      int row = rows[i];
      if (row >= 0) {
        rows[i] = ~row;
        next = i + 1;
        return row;
      }
    }
    next = size;
    return Links.NONE;
  }
}
