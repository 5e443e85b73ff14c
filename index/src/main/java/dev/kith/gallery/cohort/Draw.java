package dev.kith.gallery.cohort;

import dev.kith.gallery.Template;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A sample of subjects, one template each: those whose mixed number is least, so that the same
/// gallery gives the same sample.
final class Draw {
  static final int SUBJECTS = 1000;

  private final TreeMap<Long, Long> chosen = new TreeMap<>();
  private final Map<Long, Template> first = new HashMap<>();

  void offer(Collection<Template> templates) {
    for (Template template : templates) {
      offer(template);
    }
  }

  private void offer(Template template) {
    long subject = template.subjectNumber();
    long place = mixed(subject);
    if (chosen.containsKey(place)) {
      first.merge(subject, template, (a, b) -> mixed(a.number()) <= mixed(b.number()) ? a : b);
      return;
    }
    if (chosen.size() == SUBJECTS) {
      if (place > chosen.lastKey()) {
        return;
      }
      first.remove(chosen.pollLastEntry().getValue());
    }
    chosen.put(place, subject);
    first.put(subject, template);
  }

  /// SplitMix64's finaliser: different numbers stay different (Steele, Lea and Flood 2014).
  static long mixed(long number) {
    long mixed = number * 0x9E3779B97F4A7C15L;
    mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }

  List<Watch> watches() {
    return first.values().stream().map(Watch::of).toList();
  }
}
