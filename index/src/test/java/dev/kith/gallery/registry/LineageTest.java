package dev.kith.gallery.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.kith.gallery.Change;
import dev.kith.gallery.Embedding;
import dev.kith.gallery.Follower;
import dev.kith.gallery.GalleryEntry;
import dev.kith.gallery.GalleryException;
import dev.kith.gallery.GenerationEntry;
import dev.kith.gallery.Lineage;
import dev.kith.gallery.Receipt.Outcome;
import dev.kith.gallery.SampleDigest;
import dev.kith.gallery.Space;
import dev.kith.gallery.Stranger;
import dev.kith.gallery.StrangerId;
import dev.kith.gallery.SubjectId;
import dev.kith.gallery.Template;
import dev.kith.gallery.TemplateId;
import dev.kith.gallery.Unencoded;
import dev.kith.gallery.Write;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two spaces at once: what the old one holds, what the new one lacks, and who learns of what.
class LineageTest {
  private static final Space NEXT = new Space("sha256:0b", 4);
  private static final Instant LATER = Instant.ofEpochSecond(4_000_000_000L);

  @TempDir private Path directory;
  private SqliteRegistry registry;
  private GalleryEntry gallery;

  @BeforeEach
  void open() {
    registry = SqliteRegistry.open(directory);
    gallery = Rows.gallery(registry);
  }

  @AfterEach
  void close() {
    registry.close();
  }

  private static Embedding next(long number) {
    Random random = new Random(number);
    float[] values = new float[NEXT.dimension()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Embedding.of(NEXT, values);
  }

  private Optional<SampleDigest> sample(String text) {
    return Optional.of(registry.samples().keep(text.getBytes(StandardCharsets.UTF_8)));
  }

  private Write.Enrol enrol(String subject, String sample, Embedding... embeddings) {
    return new Write.Enrol(
        new SubjectId(subject), new TemplateId("t"), List.of(embeddings), sample(sample));
  }

  private Outcome write(Write write) {
    return registry.submit(gallery, List.of(write)).join().getFirst().outcome();
  }

  private List<Template> rows(Space space) {
    return registry.templates(gallery, space, 0, 100).templates();
  }

  private List<Unencoded> lacking() {
    return registry.lineage().templates(gallery, NEXT, 0, 100);
  }

  private Outcome encode(Unencoded row, Embedding embedding) {
    return write(new Write.Encode(row.owner(), row.number(), row.sample(), embedding));
  }

  private GenerationEntry begin() {
    return registry.lineage().begin(gallery, NEXT, Optional.of("better"));
  }

  @Test
  void aGalleryBeginsWithOneGenerationThatStands() {
    assertThat(registry.lineage().of(gallery))
        .singleElement()
        .satisfies(first -> {
          assertThat(first.number()).isEqualTo(1);
          assertThat(first.space()).isEqualTo(gallery.space());
          assertThat(first.state()).isEqualTo(GenerationEntry.State.STANDING);
        });
  }

  @Test
  void onlyOneGenerationIsBuiltAtATime() {
    assertThat(begin().number()).isEqualTo(2);
    assertThatExceptionOfType(GalleryException.Conflict.class)
        .isThrownBy(this::begin)
        .satisfies(e -> assertThat(e.code()).isEqualTo("reindex-under-way"))
        .withMessageContaining("generation 2");
  }

  @Test
  void rowsWithoutAnEmbeddingAreListedUntilTheyHaveOne() {
    write(enrol("a", "sample a", Rows.embedding(1)));
    write(Rows.enrol("b", "t", 2));
    begin();
    assertThat(lacking()).extracting(Unencoded::id).containsExactly("a/t", "b/t");
    assertThat(registry.lineage().gap(gallery, NEXT)).isEqualTo(new Lineage.Gap(1, 1));
    assertThat(encode(lacking().getFirst(), next(1))).isEqualTo(Outcome.CREATED);
    assertThat(lacking()).extracting(Unencoded::id).containsExactly("b/t");
    assertThat(rows(NEXT)).extracting(Template::embedding).containsExactly(next(1));
    assertThat(rows(gallery.space())).hasSize(2);
  }

  @Test
  void anEmbeddingOfAReplacedOrWithdrawnTemplateIsNotTaken() {
    write(enrol("a", "before", Rows.embedding(1)));
    write(enrol("b", "sample b", Rows.embedding(2)));
    begin();
    List<Unencoded> before = lacking();
    write(enrol("a", "after", Rows.embedding(3)));
    write(new Write.Remove(new SubjectId("b")));
    for (Unencoded row : before) {
      assertThat(encode(row, next(9))).isEqualTo(Outcome.ABSENT);
    }
    assertThat(rows(NEXT)).isEmpty();
    assertThat(lacking()).extracting(Unencoded::id).containsExactly("a/t");
  }

  @Test
  void anEnrolmentBringsEmbeddingsForEveryLiveGeneration() {
    assertThat(write(enrol("early", "e", Rows.embedding(1), next(1)))).isEqualTo(Outcome.CREATED);
    begin();
    write(enrol("late", "l", Rows.embedding(2), next(2)));
    assertThat(rows(NEXT)).extracting(row -> row.subject().value()).containsExactly("late");
    assertThat(write(enrol("early", "e", Rows.embedding(1), next(1)))).isEqualTo(Outcome.REPLACED);
    assertThat(rows(NEXT)).hasSize(2);
    assertThat(write(enrol("early", "e", Rows.embedding(1), next(1)))).isEqualTo(Outcome.UNCHANGED);
  }

  @Test
  void aTemplateReplacedInOneSpaceOnlyIsLackingInTheOther() {
    begin();
    write(enrol("a", "one", Rows.embedding(1), next(1)));
    write(enrol("a", "two", Rows.embedding(2)));
    assertThat(rows(NEXT)).isEmpty();
    assertThat(lacking()).hasSize(1);
  }

  /// Remembers what it was told.
  private static final class Diary implements Follower {
    final Space space;
    final List<Change> told = new ArrayList<>();

    Diary(Space space) {
      this.space = space;
    }

    @Override
    public Space space() {
      return space;
    }

    @Override
    public long sequence() {
      return told.isEmpty() ? 0 : told.getLast().sequence();
    }

    @Override
    public long durableSequence() {
      return sequence();
    }

    @Override
    public void follow(List<Change> changes) {
      told.addAll(changes);
    }
  }

  @Test
  void followersLearnWhatHappensInTheirSpaceAndReadTheSameInTheLog() {
    begin();
    Diary old = new Diary(gallery.space());
    Diary fresh = new Diary(NEXT);
    try (var _ = registry.subscribe(gallery, old, failure -> {});
        var _ = registry.subscribe(gallery, fresh, failure -> {})) {
      write(enrol("a", "one", Rows.embedding(1)));
      write(enrol("b", "two", Rows.embedding(2), next(2)));
      encode(lacking().getFirst(), next(1));
    }
    assertThat(old.told).hasSize(2).allMatch(Change.Enrol.class::isInstance);
    assertThat(fresh.told).hasSize(3);
    assertThat(fresh.told.getFirst()).isInstanceOf(Change.Withdraw.class);
    assertThat(fresh.told.getLast())
        .isInstanceOfSatisfying(
            Change.Enrol.class,
            enrol -> assertThat(enrol.template().embedding()).isEqualTo(next(1)));
    assertThat(registry.changes(gallery, gallery.space(), 0, 100)).isEqualTo(old.told);
    assertThat(registry.changes(gallery, NEXT, 0, 100)).hasSize(3);
  }

  @Test
  void aHeldLogIsNotTrimmed() {
    Diary diary = new Diary(gallery.space());
    try (var _ = registry.subscribe(gallery, diary, failure -> {})) {
      write(Rows.enrol("a", "t", 1));
      long head = registry.head(gallery);
      try (var _ = registry.hold(gallery)) {
        write(Rows.enrol("b", "t", 2));
        registry.trim(gallery);
        assertThat(registry.changes(gallery, gallery.space(), head, 10)).hasSize(1);
      }
      registry.trim(gallery);
    }
    assertThatExceptionOfType(GalleryException.Conflict.class)
        .isThrownBy(() -> registry.changes(gallery, gallery.space(), 0, 10));
  }

  @Test
  void aGenerationIsPutInChargeWithItsEncoderAndBackAgain() {
    GenerationEntry begun = begin();
    Lineage lineage = registry.lineage();
    assertThatExceptionOfType(GalleryException.Conflict.class)
        .isThrownBy(() -> lineage.activate(gallery, begun.number(), LATER))
        .satisfies(e -> assertThat(e.code()).isEqualTo("generation-building"));
    lineage.stand(gallery, begun.number());
    GalleryEntry moved = lineage.activate(gallery, begun.number(), LATER);
    assertThat(moved.space()).isEqualTo(NEXT);
    assertThat(moved.generation()).isEqualTo(2);
    assertThat(moved.settings().encoder()).contains("better");
    assertThat(lineage.of(gallery).getFirst().expires()).contains(LATER);
    assertThat(write(enrol("a", "one", Rows.embedding(1), next(1)))).isEqualTo(Outcome.CREATED);
    assertThatExceptionOfType(java.util.concurrent.CompletionException.class)
        .isThrownBy(() -> write(enrol("b", "two", Rows.embedding(1))))
        .withCauseInstanceOf(GalleryException.Conflict.class);
    GalleryEntry back = lineage.activate(gallery, 1, LATER);
    assertThat(back).isEqualTo(gallery);
    assertThat(lineage.of(gallery).getFirst().expires()).isEmpty();
  }

  @Test
  void aDroppedGenerationTakesItsEmbeddingsAlongAndNothingElse() {
    write(enrol("a", "one", Rows.embedding(1)));
    GenerationEntry begun = begin();
    encode(lacking().getFirst(), next(1));
    assertThatExceptionOfType(GalleryException.Conflict.class)
        .isThrownBy(() -> registry.lineage().drop(gallery, 1))
        .satisfies(e -> assertThat(e.code()).isEqualTo("generation-in-charge"));
    registry.lineage().drop(gallery, begun.number());
    sweepAll();
    assertThat(rows(NEXT)).isEmpty();
    assertThat(rows(gallery.space())).hasSize(1);
    assertThat(registry.lineage().of(gallery))
        .extracting(GenerationEntry::state)
        .containsExactly(GenerationEntry.State.STANDING, GenerationEntry.State.DROPPED);
    assertThat(begin().number()).isEqualTo(3);
    assertThat(lacking()).hasSize(1);
  }

  private void sweepAll() {
    boolean more = true;
    while (more) {
      more = registry.sweep();
    }
  }

  @Test
  void strangersAreEncodedAgainToo() {
    write(
        new Write.Admit(
            Stranger.Role.COHORT,
            new StrangerId("x"),
            Optional.empty(),
            List.of(Rows.embedding(1)),
            sample("x")));
    begin();
    Unencoded row = registry.lineage().strangers(gallery, NEXT, 0, 10).getFirst();
    assertThat(row.id()).isEqualTo("x");
    assertThat(encode(row, next(1))).isEqualTo(Outcome.CREATED);
    assertThat(registry.lineage().strangers(gallery, NEXT, 0, 10)).isEmpty();
    assertThat(registry.strangers().page(gallery, Stranger.Role.COHORT, NEXT, 0, 10))
        .extracting(Stranger::embedding)
        .containsExactly(next(1));
  }
}
