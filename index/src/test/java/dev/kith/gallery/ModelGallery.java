package dev.kith.gallery;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a generation must answer, in plain Java: every template in a map, every search a scan.
public final class ModelGallery {
  private final Map<Long, Template> templates = new LinkedHashMap<>();
  private final Map<Long, Map<String, Attribute>> attributes = new HashMap<>();

  public void follow(List<Change> changes) {
    for (Change change : changes) {
      switch (change) {
        case Change.Enrol(_, Template template) -> templates.put(template.number(), template);
        case Change.Withdraw(_, long template, _) -> templates.remove(template);
        case Change.Describe(_, Subject subject) ->
            attributes.put(subject.number(), subject.attributes());
        case Change.Forget(_, long subject) -> attributes.remove(subject);
      }
    }
  }

  public int size() {
    return templates.size();
  }

  public List<Template> templates() {
    return List.copyOf(templates.values());
  }

  public List<Candidate> search(Probe probe, Search search) {
    Map<SubjectId, Candidate> best = new HashMap<>();
    for (Template template : templates.values()) {
      if (search.filter().admits(attributes.getOrDefault(template.subjectNumber(), Map.of()))) {
        Candidate candidate =
            new Candidate(
                template.subject(), score(probe.embedding(), template.embedding()), template.id());
        best.merge(
            template.subject(), candidate, (a, b) -> a.score().compareTo(b.score()) >= 0 ? a : b);
      }
    }
    List<Candidate> candidates = new ArrayList<>(best.values());
    candidates.sort(null);
    return candidates.subList(0, Math.min(search.limit(), candidates.size()));
  }

  private static Score score(Embedding left, Embedding right) {
    float[] a = left.toArray();
    float[] b = right.toArray();
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return new Score((float) sum);
  }
}
