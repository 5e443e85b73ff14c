package dev.kith.gallery.lucene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.kith.gallery.Candidate;
import dev.kith.gallery.Change;
import dev.kith.gallery.CorruptionException;
import dev.kith.gallery.Embedding;
import dev.kith.gallery.Filter;
import dev.kith.gallery.Generation;
import dev.kith.gallery.GenerationContract;
import dev.kith.gallery.Generations;
import dev.kith.gallery.Probe;
import dev.kith.gallery.Search;
import dev.kith.gallery.Space;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.apache.lucene.index.CheckIndex;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.junit.jupiter.api.Test;

class LuceneGenerationTest extends GenerationContract {
  /// Narrow enough that a walk is taken among the rows of these tests.
  private static final int BEAM = 192;

  @Override
  protected Generations generations() {
    return new LuceneGenerations();
  }

  @Test
  void graphAndScanAgreeOnTheBestAndOnItsScore() throws Exception {
    Random random = new Random(21);
    List<Embedding> faces = new ArrayList<>();
    try (Generation generation = walked(faces(random, faces, 30_000, 1))) {
      int agreed = 0;
      for (int i = 0; i < 200; i++) {
        Probe probe = new Probe(noisy(faces.get(random.nextInt(faces.size())), random));
        List<Candidate> walked = generation.search(probe, new Search(10, Filter.EVERYBODY, false));
        List<Candidate> scanned = generation.search(probe, new Search(10, Filter.EVERYBODY, true));
        assertThat(walked).hasSize(10);
        if (walked.getFirst().subject().equals(scanned.getFirst().subject())) {
          agreed++;
          assertThat(walked.getFirst().score().value())
              .isCloseTo(scanned.getFirst().score().value(), within(1e-6f));
        }
      }
      assertThat(agreed).isGreaterThanOrEqualTo(198);
    }
    try (Directory files = FSDirectory.open(home());
        CheckIndex check = new CheckIndex(files)) {
      assertThat(check.checkIndex().clean).isTrue();
    }
  }

  @Test
  void tenThousandEqualVectorsStillGiveEveryCandidateAskedFor() throws Exception {
    Random random = new Random(22);
    Embedding same = random(random);
    List<Change> changes = new ArrayList<>();
    for (int i = 1; i <= 10_500; i++) {
      changes.add(enrol(i, i, i, same));
    }
    try (Generation generation = walked(changes)) {
      List<Candidate> found = generation.search(new Probe(same), Search.best(50));
      assertThat(found).hasSize(50);
      assertThat(new HashSet<>(found)).hasSize(50);
    }
  }

  @Test
  void oneSubjectWithThousandsOfTemplatesHidesNobody() throws Exception {
    Random random = new Random(23);
    Embedding crowd = random(random);
    int many = Boolean.getBoolean("kith.stress") ? 100_000 : 12_000;
    List<Change> changes = new ArrayList<>();
    for (int i = 1; i <= many; i++) {
      changes.add(enrol(i, i, 1, noisy(crowd, random)));
    }
    for (int i = 1; i <= 400; i++) {
      changes.add(enrol(many + i, many + i, 1 + i, random(random)));
    }
    try (Generation generation = built(changes)) {
      List<Candidate> found = generation.search(new Probe(crowd), Search.best(10));
      agree(
          found,
          generation.search(new Probe(crowd), new Search(10, Filter.EVERYBODY, true)),
          "one subject with many templates");
      assertThat(found).hasSize(10);
    }
  }

  @Test
  void aFilterThatLeavesAlmostNobodyFindsThem() {
    Random random = new Random(24);
    try (Generation generation = open()) {
      generation.follow(faces(random, new ArrayList<>(), 20_000, 1));
      generation.follow(List.of(describe(30_000, 77, "a"), describe(30_001, 19_999, "a")));
      assertThat(generation.search(new Probe(random(random)), new Search(10, site("a"), false)))
          .extracting(each -> each.subject().value())
          .containsExactlyInAnyOrder("s77", "s19999");
    }
  }

  @Test
  void mergesThatEndAfterTheLastChangeAreSeen() throws InterruptedException {
    List<Change> changes = faces(new Random(27), new ArrayList<>(), 14_000, 1);
    try (Generation generation = open()) {
      for (int from = 0; from < changes.size(); from += 1000) {
        generation.follow(changes.subList(from, from + 1000));
        generation.commit();
      }
      await(generation, 6);
    }
  }

  @Test
  void theLargestSegmentTakesInWhatComes() throws InterruptedException {
    List<Change> changes = faces(new Random(28), new ArrayList<>(), 11_200, 1);
    try (Generation generation = open()) {
      generation.follow(changes.subList(0, 10_400));
      generation.commit();
      await(generation, 1);
      for (int from = 10_400; from < changes.size(); from += 100) {
        generation.follow(changes.subList(from, from + 100));
        generation.commit();
      }
      // 520 are a twentieth; the 200 after them may still stand apart
      await(generation, 3);
    }
  }

  @Test
  void aFewThousandThatCameAtOnceGetAGraphWithoutAnother() throws InterruptedException {
    try (Generation generation = open()) {
      generation.follow(faces(new Random(29), new ArrayList<>(), 3000, 1));
      generation.commit();
      assertThat(tuned(generation)).isPositive();
      assertThat(generation.shape().segments()).isOne();
    }
  }

  /// So few rows are scanned with any beam; the narrowest would lose some of them to walks.
  @Test
  void aBeamIsTunedForWalksWhereASearchWouldScan() throws InterruptedException {
    Random random = new Random(30);
    Space wide = new Space("wide", 64);
    List<Change> changes = new ArrayList<>();
    for (int i = 1; i <= 2100; i++) {
      float[] face = new float[wide.dimension()];
      for (int j = 0; j < face.length; j++) {
        face[j] = (float) random.nextGaussian();
      }
      changes.add(enrol(i, i, i, Embedding.of(wide, face)));
    }
    try (Generation generation = built(generations(), wide, changes)) {
      assertThat(tuned(generation)).isGreaterThan(16);
    }
  }

  /// The beam once there is one: where there is a graph.
  private static int tuned(Generation generation) throws InterruptedException {
    await(() -> generation.recall().searches() > 0);
    assertThat(generation.recall().searches()).isPositive();
    return generation.recall().beam();
  }

  private static void await(Generation generation, int segments) throws InterruptedException {
    await(() -> generation.shape().segments() <= segments);
    assertThat(generation.shape().segments()).isLessThanOrEqualTo(segments);
  }

  private static void await(BooleanSupplier done) throws InterruptedException {
    for (int i = 0; i < 600 && !done.getAsBoolean(); i++) {
      Thread.sleep(100);
    }
  }

  @Test
  void changesAfterTheLastCommitAreAskedForAgain() throws IOException {
    Random random = new Random(25);
    Path copy = directory.resolve("2-1");
    try (Generation generation = open()) {
      generation.follow(List.of(enrol(1, 1, 1, random(random))));
      generation.commit();
      generation.follow(List.of(enrol(2, 2, 2, random(random))));
      copy(home(), copy);
    }
    try (Generation crashed = generations().open(copy, 1, SPACE)) {
      assertThat(crashed.sequence()).isEqualTo(1);
      assertThat(crashed.templates()).isEqualTo(1);
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (var files = Files.list(from)) {
      for (Path file : files.toList()) {
        if (!file.endsWith("write.lock")) {
          Files.copy(file, to.resolve(file.getFileName()));
        }
      }
    }
  }

  @Test
  void aFlippedByteInAnyFileIsFoundAtTheOpening() throws IOException {
    Random random = new Random(26);
    try (Generation generation = open()) {
      generation.follow(faces(random, new ArrayList<>(), 3000, 1));
      generation.follow(List.of(describe(9000, 1, "a")));
    }
    Set<Path> files;
    try (var list = Files.list(home())) {
      files = new HashSet<>(list.toList());
    }
    for (Path file : files) {
      if (file.endsWith("write.lock")) {
        continue;
      }
      byte[] whole = Files.readAllBytes(file);
      byte[] damaged = whole.clone();
      damaged[damaged.length / 2] ^= 0x10;
      Files.write(file, damaged);
      assertThatThrownBy(this::open).as(file.toString()).isInstanceOf(CorruptionException.class);
      Files.delete(file);
      assertThatThrownBy(this::open).as(file.toString()).isInstanceOf(CorruptionException.class);
      Files.write(file, whole);
    }
    open().close();
  }

  @Test
  void anotherGenerationsDirectoryIsRefused() {
    open().close();
    assertThatThrownBy(() -> generations().open(home(), 2, SPACE))
        .isInstanceOf(CorruptionException.class)
        .hasMessageContaining("expected generation 2");
    assertThatThrownBy(() -> generations().open(home(), 1, new Space("other", 8)))
        .isInstanceOf(CorruptionException.class);
  }

  /// A generation of one segment with its graph.
  private Generation built(List<Change> changes) {
    return built(generations(), SPACE, changes);
  }

  private Generation walked(List<Change> changes) {
    return built(new LuceneGenerations(BEAM), SPACE, changes);
  }

  private Generation built(Generations generations, Space space, List<Change> changes) {
    return generations.rebuild(home(), 1, space, scan(List.of(changes), changes.size()));
  }

  private static List<Change> faces(
      Random random, List<Embedding> faces, int count, long sequence) {
    List<Change> changes = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      Embedding face = random(random);
      faces.add(face);
      changes.add(enrol(sequence + i, i, i, face));
    }
    return changes;
  }

  private static Embedding noisy(Embedding face, Random random) {
    float[] values = face.toArray();
    for (int i = 0; i < values.length; i++) {
      values[i] += (float) random.nextGaussian() * 0.1f;
    }
    return Embedding.of(SPACE, values);
  }
}
