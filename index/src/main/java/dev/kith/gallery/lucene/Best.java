package dev.kith.gallery.lucene;

import java.util.HashMap;
import java.util.Map;

/// The best template of each of the best subjects seen so far. Not thread-safe: one search, one of
/// these.
///
/// A binary heap with the worst subject on top; a subject that stands already only ever moves
/// towards better.
final class Best {
  private final int room;
  private final long[] subjects;
  private final float[] scores;
  private final long[] places;
  private final Map<Long, Integer> slots = new HashMap<>();
  private int size;

  /// @param room how many subjects are kept
  Best(int room) {
    this.room = room;
    subjects = new long[room];
    scores = new float[room];
    places = new long[room];
  }

  int size() {
    return size;
  }

  boolean full() {
    return size == room;
  }

  /// What a newcomer must beat; minus infinity while there is room.
  float worst() {
    return full() ? scores[0] : Float.NEGATIVE_INFINITY;
  }

  /// @param place where the template stands, in the caller's own numbers
  /// @return whether it changed anything
  boolean offer(long subject, float score, long place) {
    if (full() && score <= scores[0]) {
      return false;
    }
    Integer slot = slots.get(subject);
    if (slot != null) {
      return improve(slot, score, place);
    }
    if (full()) {
      slots.remove(subjects[0]);
      put(0, subject, score, place);
      down(0);
    } else {
      put(size, subject, score, place);
      size++;
      up(size - 1);
    }
    return true;
  }

  private boolean improve(int slot, float score, long place) {
    if (score <= scores[slot]) {
      return false;
    }
    scores[slot] = score;
    places[slot] = place;
    down(slot);
    return true;
  }

  private void put(int slot, long subject, float score, long place) {
    subjects[slot] = subject;
    scores[slot] = score;
    places[slot] = place;
    slots.put(subject, slot);
  }

  private void up(int slot) {
    int at = slot;
    while (at > 0 && scores[at] < scores[(at - 1) / 2]) {
      swap(at, (at - 1) / 2);
      at = (at - 1) / 2;
    }
  }

  private void down(int slot) {
    int at = slot;
    while (true) {
      int child = 2 * at + 1;
      if (child >= size) {
        return;
      }
      if (child + 1 < size && scores[child + 1] < scores[child]) {
        child++;
      }
      if (scores[at] <= scores[child]) {
        return;
      }
      swap(at, child);
      at = child;
    }
  }

  private void swap(int a, int b) {
    long subject = subjects[a];
    float score = scores[a];
    long place = places[a];
    put(a, subjects[b], scores[b], places[b]);
    put(b, subject, score, place);
  }

  long subject(int slot) {
    return subjects[slot];
  }

  float score(int slot) {
    return scores[slot];
  }

  long place(int slot) {
    return places[slot];
  }
}
