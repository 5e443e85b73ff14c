package dev.kith.gallery.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kith.gallery.Embedding;
import dev.kith.gallery.GalleryEntry;
import dev.kith.gallery.Receipt;
import dev.kith.gallery.Registry;
import dev.kith.gallery.SubjectId;
import dev.kith.gallery.Template;
import dev.kith.gallery.TemplateId;
import dev.kith.gallery.Write;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Random units against a map of maps; what differs names its seed and round.
class RegistryModelTest {
  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(longs = {41, 42})
  void randomUnitsAgreeWithTheModel(long seed) {
    Random random = new Random(seed);
    Map<String, Map<String, Embedding>> model = new TreeMap<>();
    SqliteRegistry registry = SqliteRegistry.open(directory);
    GalleryEntry gallery = Rows.gallery(registry);
    try {
      for (int round = 0; round < 150; round++) {
        List<Write> writes = new ArrayList<>();
        List<Receipt.Outcome> wanted = new ArrayList<>();
        for (int i = 0; i < 1 + random.nextInt(20); i++) {
          Write write = write(random);
          writes.add(write);
          wanted.add(apply(model, write));
        }
        String when = "seed %d round %d".formatted(seed, round);
        assertThat(registry.submit(gallery, writes).join())
            .as(when)
            .extracting(Receipt::outcome)
            .containsExactlyElementsOf(wanted);
        if (random.nextInt(25) == 0) {
          registry.close();
          registry = SqliteRegistry.open(directory);
        }
        assertThat(rows(registry, gallery)).as(when).isEqualTo(model);
        long templates = model.values().stream().mapToLong(Map::size).sum();
        assertThat(registry.counts(gallery))
            .as(when)
            .isEqualTo(new Registry.Counts(model.size(), templates));
      }
    } finally {
      registry.close();
    }
  }

  private static Write write(Random random) {
    SubjectId subject = new SubjectId("s" + random.nextInt(12));
    TemplateId template = new TemplateId("t" + random.nextInt(4));
    return switch (random.nextInt(8)) {
      case 0 -> new Write.Remove(subject);
      case 1, 2 -> new Write.Withdraw(subject, template);
      default ->
          new Write.Enrol(subject, template, Rows.embedding(random.nextInt(5)), Optional.empty());
    };
  }

  private static Receipt.Outcome apply(Map<String, Map<String, Embedding>> model, Write write) {
    return switch (write) {
      case Write.Enrol(SubjectId subject, TemplateId template, List<Embedding> embeddings, _) -> {
        Embedding embedding = embeddings.getFirst();
        Embedding before =
            model
                .computeIfAbsent(subject.value(), _ -> new HashMap<>())
                .put(template.value(), embedding);
        yield before == null
            ? Receipt.Outcome.CREATED
            : before.equals(embedding) ? Receipt.Outcome.UNCHANGED : Receipt.Outcome.REPLACED;
      }
      case Write.Withdraw(SubjectId subject, TemplateId template) -> {
        Map<String, Embedding> templates = model.getOrDefault(subject.value(), new HashMap<>());
        yield templates.remove(template.value()) == null
            ? Receipt.Outcome.ABSENT
            : Receipt.Outcome.REMOVED;
      }
      case Write.Remove(SubjectId subject) ->
          model.remove(subject.value()) == null ? Receipt.Outcome.ABSENT : Receipt.Outcome.REMOVED;
      case Write.Describe _,
          Write.Admit _,
          Write.Dismiss _,
          Write.Encode _,
          Write.Carry _,
          Write.Exclude _,
          Write.Readmit _ ->
          throw new IllegalStateException("not drawn here");
    };
  }

  private static Map<String, Map<String, Embedding>> rows(Registry registry, GalleryEntry gallery) {
    Map<String, Map<String, Embedding>> rows = new TreeMap<>();
    registry
        .subjects(gallery, Optional.empty(), 1000)
        .forEach(subject -> rows.put(subject.id().value(), new HashMap<>()));
    for (Template template : registry.templates(gallery, gallery.space(), 0, 10_000).templates()) {
      rows.computeIfAbsent(template.subject().value(), _ -> new HashMap<>())
          .put(template.id().value(), template.embedding());
    }
    return rows;
  }
}
