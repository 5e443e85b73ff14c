package dev.kith.gallery.lucene;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;

/// The best template of each of the best subjects seen so far. Not thread-safe: one search, one of
/// these.
///
/// A binary heap with the worst subject on top; a subject that stands already only ever moves
/// towards better. Equal scores are told apart by the given order of their places, so that what
/// stands in the end doesn't hang on what came first.
final class Best {
  /// Which of two places with equal scores is better: negative when the first is.
  @FunctionalInterface
  interface Order {
    int compare(long place, long other) throws IOException;
  }

  private final Order order;
  private final int room;
  private final long[] subjects;
  private final float[] scores;
  private final long[] places;
  private final Map<Long, Integer> slots = new HashMap<>();
  private int size;

  /// @param room how many subjects are kept
  Best(int room, Order order) {
    this.room = room;
    this.order = order;
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

  /// What a newcomer must reach; minus infinity while there is room.
  float worst() {
    return full() ? scores[0] : Float.NEGATIVE_INFINITY;
  }

  /// @param place where the template stands, in the caller's own numbers
  void offer(long subject, float score, long place) {
    if (full() && !better(score, place, 0)) {
      return;
    }
    Integer slot = slots.get(subject);
    if (slot != null) {
      improve(slot, score, place);
    } else if (full()) {
      slots.remove(subjects[0]);
      put(0, subject, score, place);
      down(0);
    } else {
      put(size, subject, score, place);
      size++;
      up(size - 1);
    }
  }

  private void improve(int slot, float score, long place) {
    if (better(score, place, slot)) {
      scores[slot] = score;
      places[slot] = place;
      down(slot);
    }
  }

  private boolean better(float score, long place, int slot) {
    if (score != scores[slot]) {
      return score > scores[slot];
    }
    try {
      return place != places[slot] && order.compare(place, places[slot]) < 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean better(int slot, int other) {
    return better(scores[slot], places[slot], other);
  }

  private void put(int slot, long subject, float score, long place) {
    subjects[slot] = subject;
    scores[slot] = score;
    places[slot] = place;
    slots.put(subject, slot);
  }

  private void up(int slot) {
    int at = slot;
    while (at > 0 && better((at - 1) / 2, at)) {
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
      if (child + 1 < size && better(child, child + 1)) {
        child++;
      }
      if (!better(at, child)) {
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
