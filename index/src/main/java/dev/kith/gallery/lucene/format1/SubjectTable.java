package dev.kith.gallery.lucene.format1;

import java.util.Arrays;

/// The best row of each subject a walk has met, by open addressing. Cleared by a new stamp; nothing
/// is ever removed.
final class SubjectTable {
  private static final int SPREAD = 0x9E3779B9;

  private int[] stamps = new int[1024];
  private int[] subjects = new int[1024];
  private int[] rows = new int[1024];
  private float[] scores = new float[1024];
  private int stamp;
  private int size;

  void clear() {
    stamp++;
    size = 0;
    if (stamp == 0) {
      Arrays.fill(stamps, 0);
      stamp = 1;
    }
  }

  /// Notes a row; it leads when it is better than the one that led before.
  ///
  /// @return whether the subject is new
  boolean add(int subject, int row, float score) {
    int slot = slot(subject);
    boolean known = stamps[slot] == stamp;
    if (known && scores[slot] >= score) {
      return false;
    }
    put(slot, subject, row, score);
    if (!known && ++size > subjects.length / 2) {
      grow();
    }
    return !known;
  }

  /// The subject's best row, or a negative number.
  int row(int subject) {
    int slot = slot(subject);
    return stamps[slot] == stamp ? rows[slot] : Links.NONE;
  }

  private int slot(int subject) {
    int mask = subjects.length - 1;
    int slot = ((subject * SPREAD) >>> 8) & mask;
    while (stamps[slot] == stamp && subjects[slot] != subject) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void put(int slot, int subject, int row, float score) {
    stamps[slot] = stamp;
    subjects[slot] = subject;
    rows[slot] = row;
    scores[slot] = score;
  }

  private void grow() {
    int[] oldStamps = stamps;
    int[] oldSubjects = subjects;
    int[] oldRows = rows;
    float[] oldScores = scores;
    stamps = new int[2 * oldStamps.length];
    subjects = new int[stamps.length];
    rows = new int[stamps.length];
    scores = new float[stamps.length];
    for (int i = 0; i < oldStamps.length; i++) {
      if (oldStamps[i] == stamp) {
        put(slot(oldSubjects[i]), oldSubjects[i], oldRows[i], oldScores[i]);
      }
    }
  }
}
