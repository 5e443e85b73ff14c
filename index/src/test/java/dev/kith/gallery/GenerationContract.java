package dev.kith.gallery;

import static java.util.Comparator.reverseOrder;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What every implementation of [Generation] keeps.
public abstract class GenerationContract {
  protected static final Space SPACE = new Space("test", 8);

  @TempDir protected Path directory;

  protected abstract Generations generations();

  protected Path home() {
    return directory.resolve("1-1");
  }

  protected Generation open() {
    return generations().open(home(), 1, SPACE);
  }

  protected static Embedding random(Random random) {
    float[] values = new float[SPACE.dimension()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Embedding.of(SPACE, values);
  }

  protected static Template template(long number, long subject, Embedding embedding) {
    return new Template(
        number, subject, new SubjectId("s" + subject), new TemplateId("t" + number), embedding);
  }

  protected static Change.Enrol enrol(long sequence, long number, long subject, Embedding at) {
    return new Change.Enrol(sequence, template(number, subject, at));
  }

  protected static Change.Describe describe(long sequence, long subject, String site) {
    return new Change.Describe(
        sequence,
        new Subject(
            subject,
            new SubjectId("s" + subject),
            Optional.empty(),
            Map.of("site", new Attribute.Text(site))));
  }

  protected static Filter site(String site) {
    return new Filter(Map.of("site", Set.of(new Attribute.Text(site))));
  }

  @Test
  void anEmptyGenerationKnowsNobody() {
    try (Generation generation = open()) {
      assertThat(generation.search(new Probe(random(new Random(1))), Search.best(3))).isEmpty();
      assertThat(generation.sequence()).isZero();
      assertThat(generation.templates()).isZero();
    }
  }

  @Test
  void whatWasFollowedIsFoundAtOnce() {
    Random random = new Random(2);
    try (Generation generation = open()) {
      Embedding face = random(random);
      generation.follow(List.of(enrol(1, 1, 1, face), enrol(2, 2, 2, random(random))));
      Candidate best = generation.search(new Probe(face), Search.best(2)).getFirst();
      assertThat(best.subject()).isEqualTo(new SubjectId("s1"));
      assertThat(best.template()).isEqualTo(new TemplateId("t1"));
      assertThat(best.score().value()).isCloseTo(1, within(1e-6f));
      assertThat(generation.sequence()).isEqualTo(2);
      generation.follow(List.of(new Change.Withdraw(3, 1, 1)));
      assertThat(generation.search(new Probe(face), Search.best(2)))
          .extracting(Candidate::subject)
          .containsExactly(new SubjectId("s2"));
    }
  }

  @Test
  void aSubjectIsListedOnceWithItsBestTemplate() {
    Random random = new Random(3);
    try (Generation generation = open()) {
      Embedding face = random(random);
      List<Change> changes = new ArrayList<>();
      for (int i = 1; i <= 50; i++) {
        changes.add(enrol(i, i, 1 + i % 2, i == 20 ? face : random(random)));
      }
      generation.follow(changes);
      List<Candidate> found = generation.search(new Probe(face), Search.best(10));
      assertThat(found).hasSize(2);
      assertThat(found.getFirst().template()).isEqualTo(new TemplateId("t20"));
      assertThat(generation.score(new Probe(face), new SubjectId("s1"), Fusion.BEST).orElseThrow())
          .isCloseTo(1, within(1e-6));
      assertThat(generation.score(new Probe(face), new SubjectId("nobody"), Fusion.BEST)).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aSubjectScoresAsItsCentroidWhereThatIsWanted(boolean exact) {
    Random random = new Random(31);
    Map<Long, Template> templates = new HashMap<>();
    try (Generation generation = open()) {
      for (int sequence = 1; sequence <= 600; sequence++) {
        long number = random.nextInt(1, 120);
        if (random.nextInt(3) == 0) {
          templates.remove(number);
          generation.follow(List.of(new Change.Withdraw(sequence, number, 1 + number % 20)));
        } else {
          Template template = template(number, 1 + number % 20, random(random));
          templates.put(number, template);
          generation.follow(List.of(new Change.Enrol(sequence, template)));
        }
        if (sequence % 150 == 0) {
          generation.commit();
        }
      }
      Map<SubjectId, Float> scores = new HashMap<>();
      Embedding face = random(random);
      for (Template each : templates.values()) {
        List<Embedding> same =
            templates.values().stream()
                .filter(other -> other.subject().equals(each.subject()))
                .map(Template::embedding)
                .toList();
        scores.put(each.subject(), Centroid.of(same).orElseThrow().cosine(face));
      }
      Search search = new Search(5, Filter.EVERYBODY, exact).by(Fusion.CENTROID);
      List<Candidate> found = generation.search(new Probe(face), search);
      assertThat(found)
          .extracting(each -> each.score().value())
          .isSortedAccordingTo(reverseOrder());
      assertThat(found.getFirst().score().value())
          .isCloseTo(Collections.max(scores.values()), within(1e-6f));
      for (Candidate each : found) {
        assertThat(each.score().value()).isCloseTo(scores.get(each.subject()), within(1e-6f));
        assertThat(generation.score(new Probe(face), each.subject(), Fusion.CENTROID).orElseThrow())
            .isCloseTo(each.score().value(), within(1e-6));
      }
      assertThat(generation.search(List.of(new Probe(face)), search)).containsExactly(found);
    }
  }

  @Test
  void applyingAnEntryTwiceChangesNothing() {
    Random random = new Random(4);
    try (Generation generation = open()) {
      Change.Enrol change = enrol(1, 1, 1, random(random));
      generation.follow(List.of(change));
      generation.follow(List.of(change));
      assertThat(generation.templates()).isEqualTo(1);
    }
  }

  @Test
  void aProbeOfAnotherSpaceIsRefused() {
    try (Generation generation = open()) {
      Probe stranger =
          new Probe(Embedding.of(new Space("other", 8), new float[] {1, 0, 0, 0, 0, 0, 0, 0}));
      assertThatThrownBy(() -> generation.search(stranger, Search.best(1)))
          .isInstanceOfSatisfying(
              GalleryException.Conflict.class,
              e -> assertThat(e.code()).isEqualTo("space-mismatch"));
    }
  }

  @Test
  void attributesFilterInsideTheSearch() {
    Random random = new Random(5);
    try (Generation generation = open()) {
      List<Change> changes = new ArrayList<>();
      Embedding face = random(random);
      for (int i = 1; i <= 100; i++) {
        changes.add(describe(2L * i, i, i % 10 == 0 ? "a" : "b"));
        changes.add(enrol(2L * i + 1, i, i, i == 7 ? face : random(random)));
      }
      generation.follow(changes);
      Search inA = new Search(100, site("a"), false);
      assertThat(generation.search(new Probe(face), inA)).hasSize(10);
      generation.follow(List.of(describe(300, 7, "a")));
      assertThat(generation.search(new Probe(face), inA).getFirst().subject())
          .isEqualTo(new SubjectId("s7"));
      assertThat(generation.search(new Probe(face), new Search(5, site("c"), false))).isEmpty();
    }
  }

  @Test
  void whatWasCommittedIsThereAfterwards() {
    Random random = new Random(6);
    Embedding face = random(random);
    try (Generation generation = open()) {
      generation.follow(List.of(describe(1, 1, "a"), enrol(2, 1, 1, face)));
      generation.commit();
      assertThat(generation.durableSequence()).isEqualTo(2);
    }
    try (Generation generation = open()) {
      assertThat(generation.sequence()).isEqualTo(2);
      assertThat(generation.search(new Probe(face), new Search(1, site("a"), false))).hasSize(1);
    }
  }

  @Test
  void aRebuildTakesItsRowsFromTheScan() {
    Random random = new Random(7);
    List<List<Change>> pages = new ArrayList<>();
    pages.add(List.of(describe(40, 1, "a")));
    ModelGallery model = new ModelGallery();
    for (int page = 0; page < 4; page++) {
      List<Change> rows = new ArrayList<>();
      for (int i = 1; i <= 500; i++) {
        rows.add(enrol(40, 500 * page + i, 500 * page + i, random(random)));
      }
      pages.add(rows);
      model.follow(rows);
    }
    open().close();
    try (Generation generation = generations().rebuild(home(), 1, SPACE, scan(pages, 40))) {
      assertThat(generation.sequence()).isEqualTo(40);
      assertThat(generation.templates()).isEqualTo(2000);
      Probe probe = new Probe(random(random));
      agree(
          generation.search(probe, Search.best(10)),
          model.search(probe, Search.best(10)),
          "rebuilt");
    }
    try (Generation generation = open()) {
      assertThat(generation.templates()).isEqualTo(2000);
    }
  }

  protected static Generations.Scan scan(List<List<Change>> pages, long sequence) {
    Iterator<List<Change>> rows = pages.iterator();
    return new Generations.Scan() {
      @Override
      public long sequence() {
        return sequence;
      }

      @Override
      public boolean hasNext() {
        return rows.hasNext();
      }

      @Override
      public List<Change> next() {
        return rows.next();
      }
    };
  }

  /// Random changes, commits and reopenings; every answer is held against the model's.
  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13})
  void randomChangesAgreeWithTheModel(long seed) {
    Random random = new Random(seed);
    ModelGallery model = new ModelGallery();
    Generation generation = open();
    long sequence = 0;
    try {
      for (int round = 0; round < 120; round++) {
        List<Change> changes = new ArrayList<>();
        for (int i = 0; i < 1 + random.nextInt(200); i++) {
          changes.add(change(random, ++sequence));
        }
        generation.follow(changes);
        model.follow(changes);
        if (random.nextInt(10) == 0) {
          generation.commit();
        }
        if (random.nextInt(30) == 0) {
          generation.close();
          generation = open();
        }
        compare(generation, model, random, "seed %d round %d".formatted(seed, round));
      }
    } finally {
      generation.close();
    }
  }

  private static Change change(Random random, long sequence) {
    long subject = 1L + random.nextInt(300);
    long number = 4 * subject + random.nextInt(4);
    return switch (random.nextInt(10)) {
      case 0, 1 -> new Change.Withdraw(sequence, number, 0);
      case 2 -> describe(sequence, subject, "site" + random.nextInt(3));
      case 3 -> new Change.Forget(sequence, subject);
      default -> enrol(sequence, number, subject, random(random));
    };
  }

  private static void compare(
      Generation generation, ModelGallery model, Random random, String when) {
    assertThat(generation.templates()).as(when).isEqualTo(model.size());
    Probe probe = new Probe(random(random));
    for (boolean exact : new boolean[] {true, false}) {
      Search everybody = new Search(5, Filter.EVERYBODY, exact);
      agree(generation.search(probe, everybody), model.search(probe, everybody), when);
      Search some = new Search(5, site("site1"), exact);
      agree(generation.search(probe, some), model.search(probe, some), when + " filtered");
      List<Probe> probes = List.of(probe, new Probe(random(random)), new Probe(random(random)));
      for (Search search : List.of(everybody, some)) {
        List<List<Candidate>> together = generation.search(probes, search);
        assertThat(together).as(when).hasSameSizeAs(probes);
        for (int i = 0; i < probes.size(); i++) {
          agree(together.get(i), model.search(probes.get(i), search), when + " together");
        }
      }
    }
  }

  protected static void agree(List<Candidate> found, List<Candidate> wanted, String when) {
    assertThat(found)
        .as(when)
        .extracting(Candidate::subject)
        .containsExactlyElementsOf(wanted.stream().map(Candidate::subject).toList());
    for (int i = 0; i < found.size(); i++) {
      assertThat(found.get(i).score().value())
          .as(when)
          .isCloseTo(wanted.get(i).score().value(), within(1e-6f));
      assertThat(found.get(i).template()).as(when).isEqualTo(wanted.get(i).template());
    }
  }
}
