package dev.kith.gallery.cohort;

import dev.kith.gallery.Change;
import dev.kith.gallery.Stranger;
import dev.kith.gallery.SubjectId;
import dev.kith.gallery.Template;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// All that is watched: what was compared with the whole gallery, and what waits for it. Used under
/// its owner's lock.
final class Watches {
  private final int dimension;
  private Table compared;
  private List<Watch> waiting = new ArrayList<>();
  private long newest;
  private long drawnFrom;
  private int drawn;
  private int members;

  Watches(int dimension) {
    this.dimension = dimension;
    compared = new Table(List.of(), dimension);
  }

  /// Everything waits again.
  void startOver() {
    waiting.addAll(compared.watches());
    compared = new Table(List.of(), dimension);
  }

  /// The cohort is exactly these from now on.
  void strangers(List<Stranger> cohort) {
    Map<Long, Stranger> there = new HashMap<>();
    cohort.forEach(each -> there.put(each.number(), each));
    keep(each -> !each.isStranger() || there.remove(each.number) != null);
    for (Stranger each : there.values()) {
      String person = each.person().map(SubjectId::value).orElse(each.id().value());
      // a person's name is no sample's id
      String identity = each.person().isPresent() ? "person " + person : "sample " + person;
      waiting.add(Watch.stranger(each.number(), identity, each.embedding()));
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
    drawn = fresh.size();
    members = drawn;
    drawnFrom = subjects;
  }

  /// Whether the sample no longer stands for the gallery.
  boolean outdated(long subjects) {
    return members < 0.95 * drawn
        || subjects > 1.2 * drawnFrom
        || (subjects < 0.8 * drawnFrom && drawn == Draw.SUBJECTS);
  }

  /// Applies changes in order; one that was applied before changes nothing.
  void apply(List<Change> changes) {
    List<Template> enrolled = new ArrayList<>();
    for (Change change : changes) {
      switch (change) {
        case Change.Enrol(_, Template template) -> {
          if (template.number() <= newest) {
            flush(enrolled);
            gone(template.number());
          }
          newest = Math.max(newest, template.number());
          enrolled.add(template);
        }
        case Change.Withdraw(_, long template) -> {
          flush(enrolled);
          gone(template);
        }
        case Change.Describe _, Change.Forget _ -> {
          // templates are withdrawn by entries of their own
        }
      }
    }
    flush(enrolled);
  }

  private void flush(List<Template> enrolled) {
    compared.offer(enrolled, false);
    enrolled.clear();
  }

  private void gone(long template) {
    compared.remove(template);
    Predicate<Watch> it = each -> !each.isStranger() && each.number == template;
    if (compared.watches().stream().anyMatch(it) || waiting.stream().anyMatch(it)) {
      keep(it.negate());
      members--;
    }
  }

  /// What must be compared with the whole gallery, held until [#compared].
  Optional<Table> toCompare() {
    List<Watch> exhausted = compared.watches().stream().filter(Watch::exhausted).toList();
    if (!exhausted.isEmpty()) {
      waiting.addAll(exhausted);
      keepCompared(exhausted);
    }
    if (waiting.isEmpty()) {
      return Optional.empty();
    }
    waiting.forEach(Watch::clear);
    return Optional.of(new Table(waiting, dimension));
  }

  private void keepCompared(List<Watch> without) {
    List<Watch> left = new ArrayList<>(compared.watches());
    left.removeAll(without);
    compared = new Table(left, dimension);
  }

  /// The waiting ones have seen every template up to this number.
  void compared(long upTo) {
    newest = Math.max(newest, upTo);
    List<Watch> all = new ArrayList<>(compared.watches());
    all.addAll(waiting);
    waiting = new ArrayList<>();
    compared = new Table(all, dimension);
  }

  List<Watch> compared() {
    return compared.watches();
  }

  Readings readings(long sequence) {
    long pending = waiting.stream().filter(Watch::isStranger).count();
    return Readings.of(sequence, compared.watches(), pending);
  }
}
