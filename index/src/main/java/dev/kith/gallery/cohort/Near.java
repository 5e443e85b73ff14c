package dev.kith.gallery.cohort;

import dev.kith.gallery.SubjectId;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The nearest references of one watched embedding, best first, and a bound on all others: so that
/// most withdrawals leave the best known without a look at the gallery.
final class Near {
  private static final int ROOM = 8;

  /// A reference that is near.
  ///
  /// @param number its own
  /// @param subject whose it is
  record Entry(long number, SubjectId subject, long subjectNumber, float score) {}

  private final List<Entry> entries = new ArrayList<>(ROOM);

  /// No reference that isn't listed, and was offered before the last removal, scores higher.
  private float bound = Float.NEGATIVE_INFINITY;

  void clear() {
    entries.clear();
    bound = Float.NEGATIVE_INFINITY;
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  /// A score that changes nothing, like all below it.
  float floor() {
    return entries.size() == ROOM ? entries.getLast().score() : Float.NEGATIVE_INFINITY;
  }

  /// The best score; to be asked only where there is one.
  float best() {
    return entries.getFirst().score();
  }

  Entry nearest() {
    return entries.getFirst();
  }

  /// The best that isn't of this subject.
  Optional<Entry> nearestBut(SubjectId subject) {
    return entries.stream().filter(each -> !each.subject().equals(subject)).findFirst();
  }

  /// @param reference one that isn't listed
  void offer(Reference reference, float score) {
    if (score <= floor()) {
      return;
    }
    if (entries.size() == ROOM) {
      entries.removeLast();
    }
    int at = entries.size();
    while (at > 0 && entries.get(at - 1).score() < score) {
      at--;
    }
    entries.add(
        at, new Entry(reference.number(), reference.subject(), reference.subjectNumber(), score));
  }

  void remove(Set<Long> numbers) {
    float floor = floor();
    if (entries.removeIf(each -> numbers.contains(each.number()))) {
      bound = Math.max(bound, floor);
    }
  }

  /// Whether a reference that isn't listed may be the best.
  boolean exhausted() {
    return bound > Float.NEGATIVE_INFINITY && (entries.isEmpty() || best() < bound);
  }

  void write(DataOutputStream out) throws IOException {
    out.writeFloat(bound);
    out.writeByte(entries.size());
    for (Entry each : entries) {
      out.writeLong(each.number());
      out.writeUTF(each.subject().value());
      out.writeLong(each.subjectNumber());
      out.writeFloat(each.score());
    }
  }

  void read(DataInputStream in) throws IOException {
    bound = in.readFloat();
    for (int left = in.readByte(); left > 0; left--) {
      entries.add(
          new Entry(in.readLong(), new SubjectId(in.readUTF()), in.readLong(), in.readFloat()));
    }
  }
}
