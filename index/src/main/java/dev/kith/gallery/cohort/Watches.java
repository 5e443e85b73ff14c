package dev.kith.gallery.cohort;

import dev.kith.gallery.Exclusion;
import dev.kith.gallery.Stranger;
import dev.kith.gallery.SubjectId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// All that is watched: what was compared with the whole gallery, and what waits for it. Used under
/// its owner's lock.
final class Watches {
  private final int dimension;
  private Table compared;
  private List<Watch> waiting = new ArrayList<>();
  private List<Exclusion> exclusions = List.of();
  private Marks marks;

  /// Where it stands besides its rows.
  ///
  /// @param newest number of the newest template that was offered
  /// @param drawnFrom how many subjects the gallery had when members were drawn
  /// @param drawn how many were drawn
  /// @param members how many of them are left
  record Marks(long newest, long drawnFrom, int drawn, int members) {
    static final Marks NONE = new Marks(0, 0, 0, 0);

    Marks newest(long template) {
      return new Marks(Math.max(newest, template), drawnFrom, drawn, members);
    }

    Marks without(int gone) {
      return new Marks(newest, drawnFrom, drawn, members - gone);
    }
  }

  /// @param rows compared with the whole gallery up to the marks
  Watches(int dimension, List<Watch> rows, Marks marks) {
    this.dimension = dimension;
    this.marks = marks;
    compared = new Table(rows, dimension);
  }

  /// Strangers wait again and members are drawn anew, since some may be gone.
  void startOver() {
    waiting.addAll(compared.watches());
    waiting.removeIf(each -> !each.isStranger());
    compared = new Table(List.of(), dimension);
    marks = new Marks(marks.newest(), 0, 0, 0);
  }

  /// The cohort is exactly these from now on, and these are excluded.
  void strangers(List<Stranger> cohort, List<Exclusion> excluded) {
    Map<Long, Stranger> there = new HashMap<>();
    cohort.forEach(each -> there.put(each.number(), each));
    keep(each -> !each.isStranger() || there.remove(each.number) != null);
    there.values().forEach(each -> waiting.add(Watch.of(each)));
    exclusions = excluded;
    exclude();
  }

  /// Rows whose exclusions moved wait again.
  private void exclude() {
    List<Watch> all = new ArrayList<>(waiting);
    all.addAll(compared.watches());
    Exclusions now = new Exclusions(exclusions, all);
    List<Watch> moved = new ArrayList<>();
    for (Watch each : all) {
      Set<SubjectId> wanted = now.of(each);
      if (!wanted.equals(each.excluded())) {
        each.exclude(wanted);
        moved.add(each);
      }
    }
    moved.removeIf(new HashSet<>(waiting)::contains);
    waitAgain(moved);
  }

  private void waitAgain(List<Watch> rows) {
    if (!rows.isEmpty()) {
      List<Watch> left = new ArrayList<>(compared.watches());
      left.removeIf(new HashSet<>(rows)::contains);
      compared = new Table(left, dimension);
      waiting.addAll(rows);
    }
  }

  private void keep(Predicate<Watch> stays) {
    waiting.removeIf(stays.negate());
    List<Watch> left = compared.watches().stream().filter(stays).toList();
    if (left.size() < compared.watches().size()) {
      compared = new Table(left, dimension);
    }
  }

  /// The sample of members is this one from now on.
  void members(Draw draw, long subjects) {
    keep(Watch::isStranger);
    List<Watch> fresh = draw.watches();
    waiting.addAll(fresh);
    marks = new Marks(marks.newest(), subjects, fresh.size(), fresh.size());
    exclude();
  }

  /// Whether the sample no longer stands for the gallery.
  boolean outdated(long subjects) {
    return marks.members() < 0.95 * marks.drawn()
        || subjects > 1.2 * marks.drawnFrom()
        || (subjects < 0.8 * marks.drawnFrom() && marks.drawn() == Draw.SUBJECTS);
  }

  /// Applies moves; such that were applied before change nothing.
  void apply(Moves moves) {
    if (!moves.gone().isEmpty()) {
      compared.remove(moves.gone());
      leave(moves.gone());
    }
    marks = marks.newest(moves.newest());
    compared.offer(moves.come(), false);
  }

  /// Members whose templates are gone.
  private void leave(Set<Long> gone) {
    Predicate<Watch> leaves = each -> !each.isStranger() && gone.contains(each.number);
    long left = Stream.concat(compared.watches().stream(), waiting.stream()).filter(leaves).count();
    if (left > 0) {
      keep(leaves.negate());
      marks = marks.without((int) left);
    }
  }

  /// What must be compared with the whole gallery, held until [#compared(long)].
  Optional<Table> toCompare() {
    waitAgain(compared.watches().stream().filter(Watch::exhausted).toList());
    if (waiting.isEmpty()) {
      return Optional.empty();
    }
    waiting.forEach(Watch::clear);
    return Optional.of(new Table(waiting, dimension));
  }

  /// The waiting ones have seen every reference.
  ///
  /// @param upTo number of the newest template among them
  void compared(long upTo) {
    marks = marks.newest(upTo);
    List<Watch> all = new ArrayList<>(compared.watches());
    all.addAll(waiting);
    waiting = new ArrayList<>();
    compared = new Table(all, dimension);
  }

  List<Watch> compared() {
    return compared.watches();
  }

  Marks marks() {
    return marks;
  }

  Readings readings(long sequence) {
    long pending = waiting.stream().filter(Watch::isStranger).count();
    return Readings.of(sequence, compared.watches(), pending, waiting.size());
  }
}
