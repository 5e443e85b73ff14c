package dev.kith.gallery.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.kith.gallery.Bridges;
import dev.kith.gallery.Change;
import dev.kith.gallery.Embedding;
import dev.kith.gallery.Follower;
import dev.kith.gallery.GalleryEntry;
import dev.kith.gallery.GalleryException;
import dev.kith.gallery.Receipt.Outcome;
import dev.kith.gallery.SampleDigest;
import dev.kith.gallery.Space;
import dev.kith.gallery.Stranger;
import dev.kith.gallery.StrangerId;
import dev.kith.gallery.SubjectId;
import dev.kith.gallery.Template;
import dev.kith.gallery.TemplateId;
import dev.kith.gallery.Write;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BridgesTest {
  private static final Space NEXT = new Space("sha256:0b", 4);

  @TempDir private Path directory;
  private SqliteRegistry registry;
  private GalleryEntry gallery;

  @BeforeEach
  void open() {
    registry = SqliteRegistry.open(directory);
    gallery = Rows.gallery(registry);
    var _ = registry.lineage().begin(gallery, NEXT, Optional.of("better"));
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

  private static Embedding bridged(long number) {
    return next(number).asBridged();
  }

  private Outcome write(Write write) {
    return registry.submit(gallery, List.of(write)).join().getFirst().outcome();
  }

  private Outcome bare(String subject, String template, long number, Embedding... more) {
    List<Embedding> embeddings =
        Stream.concat(Stream.of(Rows.embedding(number)), Stream.of(more)).toList();
    return write(
        new Write.Enrol(
            new SubjectId(subject), new TemplateId(template), embeddings, Optional.empty()));
  }

  private List<Template> uncarried() {
    return registry.bridges().uncarried(gallery, gallery.space(), NEXT, 0, 100);
  }

  private Outcome carry(Template template, Embedding to) {
    return write(new Write.Carry(template.number(), template.embedding(), to));
  }

  private List<Template> rows(Space space) {
    return registry.templates(gallery, space, 0, 100).templates();
  }

  @Test
  void whatHasNoSampleIsCarriedAndMarkedAsSuch() {
    bare("a", "1", 1);
    bare("b", "1", 2);
    assertThat(uncarried()).extracting(each -> each.subject().value()).containsExactly("a", "b");
    assertThat(carry(uncarried().getFirst(), bridged(1))).isEqualTo(Outcome.CREATED);
    assertThat(uncarried()).extracting(each -> each.subject().value()).containsExactly("b");
    assertThat(rows(NEXT)).extracting(Template::embedding).containsExactly(bridged(1));
    assertThat(rows(NEXT).getFirst().embedding().bridged()).isTrue();
    assertThat(rows(gallery.space()).getFirst().embedding().bridged()).isFalse();
    assertThat(registry.bridges().count(gallery, NEXT)).isEqualTo(1);
    assertThat(registry.bridges().count(gallery, gallery.space())).isZero();
    assertThat(
            registry
                .bridges()
                .among(gallery, NEXT, List.of(new SubjectId("a"), new SubjectId("b"))))
        .isEqualTo(Set.of(new SubjectId("a")));
  }

  @Test
  void aTemplateThatChangedMeanwhileIsNotCarried() {
    bare("a", "1", 1);
    bare("gone", "1", 2);
    List<Template> before = uncarried();
    bare("a", "1", 3);
    write(new Write.Remove(new SubjectId("gone")));
    before.forEach(each -> assertThat(carry(each, bridged(9))).isEqualTo(Outcome.ABSENT));
    assertThat(rows(NEXT)).isEmpty();
  }

  @Test
  void aSubjectThatIsEnrolledAgainLosesItsBridgedEmbeddingsInThatSpaceOnly() {
    bare("a", "1", 1);
    bare("a", "2", 2);
    bare("b", "1", 3);
    uncarried().forEach(each -> carry(each, bridged(each.number())));
    assertThat(bare("a", "3", 4, next(4))).isEqualTo(Outcome.CREATED);
    assertThat(rows(NEXT))
        .extracting(each -> each.subject() + "/" + each.id())
        .containsExactlyInAnyOrder("b/1", "a/3");
    assertThat(rows(gallery.space())).hasSize(4);
    assertThat(uncarried()).as("a subject with an embedding of its own needs no bridge").isEmpty();
  }

  @Test
  void aFollowerOfTheSpaceHearsThatBridgedEmbeddingsGo() {
    bare("a", "1", 1);
    carry(uncarried().getFirst(), bridged(1));
    Listener follower = new Listener(NEXT, registry.head(gallery));
    try (var _ = registry.subscribe(gallery, follower, _ -> {})) {
      bare("a", "2", 2, next(2));
    }
    assertThat(follower.heard)
        .extracting(each -> each.getClass().getSimpleName())
        .containsExactly("Withdraw", "Enrol");
    assertThat(registry.changes(gallery, NEXT, follower.from, 10)).isEqualTo(follower.heard);
    assertThat(registry.changes(gallery, gallery.space(), follower.from, 10)).hasSize(1);
  }

  private static final class Listener implements Follower {
    private final Space space;
    private final long from;
    private final List<Change> heard = new ArrayList<>();

    Listener(Space space, long from) {
      this.space = space;
      this.from = from;
    }

    @Override
    public Space space() {
      return space;
    }

    @Override
    public long sequence() {
      return heard.isEmpty() ? from : heard.getLast().sequence();
    }

    @Override
    public long durableSequence() {
      return from;
    }

    @Override
    public void follow(List<Change> changes) {
      heard.addAll(changes);
    }
  }

  @Test
  void anOlderEmbeddingForASubjectWithItsOwnIsRefusedWhereItCountsAndPassedOverElsewhere() {
    bare("a", "1", 1, next(1));
    assertThat(bare("a", "2", 2, bridged(2))).as("beside").isEqualTo(Outcome.CREATED);
    assertThat(rows(NEXT)).hasSize(1);
    registry.lineage().stand(gallery, 2);
    GalleryEntry moved =
        registry.lineage().activate(gallery, 2, Instant.ofEpochSecond(4_000_000_000L));
    Write.Enrol late =
        new Write.Enrol(
            new SubjectId("a"),
            new TemplateId("3"),
            List.of(bridged(3), Rows.embedding(3)),
            Optional.empty());
    assertThatExceptionOfType(CompletionException.class)
        .isThrownBy(() -> registry.submit(moved, List.of(late)).join())
        .havingCause()
        .isInstanceOfSatisfying(
            GalleryException.Conflict.class,
            e -> assertThat(e.code()).isEqualTo("has-own-embeddings"));
    assertThat(rows(gallery.space())).hasSize(2);
  }

  @Test
  void aBridgeIsKeptUntilOneOfItsSpacesGoes() {
    registry.bridges().keep(gallery, gallery.space(), NEXT, new byte[] {1});
    registry.bridges().keep(gallery, gallery.space(), NEXT, new byte[] {1, 2, 3});
    close();
    registry = SqliteRegistry.open(directory);
    assertThat(registry.bridges().kept(gallery, gallery.space(), NEXT))
        .contains(new byte[] {1, 2, 3});
    assertThat(registry.bridges().kept(gallery, NEXT, gallery.space())).isEmpty();
    registry.lineage().drop(gallery, 2);
    while (registry.sweep()) {
      // until nothing is left
    }
    var _ = registry.lineage().begin(gallery, NEXT, Optional.of("better"));
    assertThat(registry.bridges().kept(gallery, gallery.space(), NEXT)).isEmpty();
  }

  @Test
  void samplesOfWholeSubjectsAndOfStrangersAreThereToLearnFrom() {
    SampleDigest kept = registry.samples().keep("x".getBytes(StandardCharsets.UTF_8));
    for (int i = 0; i < 20; i++) {
      for (String template : List.of("1", "2")) {
        write(
            new Write.Enrol(
                new SubjectId("s" + i),
                new TemplateId(template),
                Rows.embedding(i),
                Optional.of(kept)));
      }
    }
    bare("unsampled", "1", 99);
    write(
        new Write.Admit(
            Stranger.Role.COHORT,
            new StrangerId("nobody"),
            Optional.empty(),
            List.of(Rows.embedding(100)),
            Optional.of(kept)));
    for (String id : List.of("left", "right")) {
      write(
          new Write.Admit(
              Stranger.Role.COHORT,
              new StrangerId(id),
              Optional.of(new SubjectId("passer-by")),
              List.of(Rows.embedding(101)),
              Optional.of(kept)));
    }
    List<Bridges.Sampled> all = registry.bridges().sampled(gallery, gallery.space(), 1000);
    assertThat(all).hasSize(43);
    assertThat(all.getFirst().identity()).isNegative();
    assertThat(all.getFirst().embedding()).isEqualTo(Rows.embedding(100));
    assertThat(all.subList(1, 3))
        .as("samples of one person are of one identity")
        .extracting(Bridges.Sampled::identity)
        .containsOnly(all.get(1).identity())
        .doesNotContain(all.getFirst().identity());
    List<Bridges.Sampled> some = registry.bridges().sampled(gallery, gallery.space(), 10);
    assertThat(some).hasSizeBetween(3, 10);
  }
}
