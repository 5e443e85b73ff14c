package dev.kith.gallery.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kith.gallery.GalleryEntry;
import dev.kith.gallery.GalleryException;
import dev.kith.gallery.Registry;
import dev.kith.gallery.SampleDigest;
import dev.kith.gallery.SubjectId;
import dev.kith.gallery.TemplateId;
import dev.kith.gallery.Write;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DisplayNamesTest {
  private static final int SUBJECTS = 30;

  @TempDir private Path directory;

  private static SubjectId subject(int number) {
    return new SubjectId("s" + number);
  }

  private static Write describe(SubjectId subject, String name) {
    return new Write.Describe(subject, Optional.of(name), Optional.empty());
  }

  @ParameterizedTest
  @ValueSource(longs = {51, 52})
  void namesAreThoseOfTheLastWritesWhoeverWasAskedForBefore(long seed) {
    Random random = new Random(seed);
    Map<SubjectId, String> model = new HashMap<>();
    try (Registry registry = SqliteRegistry.open(directory)) {
      GalleryEntry gallery = Rows.gallery(registry);
      for (int round = 0; round < 300; round++) {
        Map<SubjectId, String> names = new HashMap<>(model);
        List<Write> writes = new ArrayList<>();
        for (int i = 0; i < 1 + random.nextInt(3); i++) {
          writes.add(write(random, round, names));
        }
        if (random.nextInt(5) == 0) {
          refused(registry, gallery, writes);
        } else {
          registry.submit(gallery, writes).join();
          model = names;
        }
        List<SubjectId> asked =
            IntStream.generate(() -> random.nextInt(SUBJECTS))
                .limit(random.nextInt(SUBJECTS))
                .distinct()
                .mapToObj(DisplayNamesTest::subject)
                .toList();
        Map<SubjectId, String> wanted = new HashMap<>(model);
        wanted.keySet().retainAll(asked);
        assertThat(registry.displayNames(gallery, asked))
            .as("seed %d round %d", seed, round)
            .isEqualTo(wanted);
      }
    }
  }

  private static Write write(Random random, int round, Map<SubjectId, String> names) {
    SubjectId subject = subject(random.nextInt(SUBJECTS));
    return switch (random.nextInt(4)) {
      case 0 -> {
        names.remove(subject);
        yield new Write.Remove(subject);
      }
      case 1 -> Rows.enrol(subject.value(), "t", round);
      default -> {
        names.put(subject, "name " + round);
        yield describe(subject, "name " + round);
      }
    };
  }

  private static void refused(Registry registry, GalleryEntry gallery, List<Write> writes) {
    List<Write> unit = new ArrayList<>(writes);
    unit.add(
        new Write.Enrol(
            subject(0),
            new TemplateId("u"),
            Rows.embedding(1),
            Optional.of(new SampleDigest("0".repeat(64)))));
    assertThatThrownBy(() -> registry.submit(gallery, unit).join())
        .hasCauseInstanceOf(GalleryException.Conflict.class);
  }

  @Test
  void nobodyIsToldANameThatWasChangedBeforeTheyAsked() {
    int renamings = 2000;
    AtomicInteger acknowledged = new AtomicInteger(-1);
    try (Registry registry = SqliteRegistry.open(directory)) {
      GalleryEntry gallery = Rows.gallery(registry);
      CompletableFuture<Void> asking =
          CompletableFuture.runAsync(() -> {
            int before = acknowledged.get();
            while (before < renamings - 1) {
              String name =
                  registry
                      .displayNames(gallery, List.of(subject(0)))
                      .getOrDefault(subject(0), "-1");
              assertThat(Integer.parseInt(name)).isGreaterThanOrEqualTo(before);
              before = acknowledged.get();
            }
          });
      for (int i = 0; i < renamings && !asking.isDone(); i++) {
        registry.submit(gallery, List.of(describe(subject(0), Integer.toString(i)))).join();
        acknowledged.set(i);
      }
      asking.join();
    }
  }

  @Test
  void whoWasNotAskedForLongestIsForgottenWhereThereIsNoRoom() {
    Remembered<Integer> remembered = new Remembered<>();
    int room = 65_536;
    for (int i = 0; i < room; i++) {
      remembered.put(new Named(1, subject(i)), i);
    }
    assertThat(remembered.get(new Named(1, subject(0)))).isZero();
    remembered.put(new Named(2, subject(0)), room);
    assertThat(remembered).hasSize(room).doesNotContainKey(new Named(1, subject(1)));
    assertThat(remembered).containsKeys(new Named(1, subject(0)), new Named(2, subject(0)));
  }
}
