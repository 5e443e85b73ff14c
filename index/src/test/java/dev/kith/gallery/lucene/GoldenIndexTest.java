package dev.kith.gallery.lucene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kith.gallery.Candidate;
import dev.kith.gallery.Change;
import dev.kith.gallery.Embedding;
import dev.kith.gallery.Filter;
import dev.kith.gallery.Generation;
import dev.kith.gallery.Generations;
import dev.kith.gallery.Probe;
import dev.kith.gallery.Search;
import dev.kith.gallery.Space;
import dev.kith.gallery.SubjectId;
import dev.kith.gallery.Template;
import dev.kith.gallery.TemplateId;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/// An index that was written when a format was new is read by every later Kith, and answers as it
/// did then. Never edited; a new format gets a golden index of its own.
class GoldenIndexTest {
  private static final Space SPACE = new Space("vectors:golden:3", 3);

  /// Three numbers of many, so that rows lie on axes.
  private static final Space WIDE = new Space("vectors:golden:128", 128);

  private static final int ROWS = 10_050;
  private static final int PROBES = 25;

  /// A beam narrow enough for a walk to be faster than a scan.
  private static final int WALKED = 128;

  @TempDir private Path directory;

  @Test
  void anIndexOfFormatOneIsReadAndAnswersAsItDid() throws IOException {
    answersAsItDid("/golden/format1", SPACE);
  }

  /// Version 2 of its graphs' files.
  @Test
  void anIndexOfFormatOneWithAxesIsReadAndAnswersAsItDid() throws IOException {
    answersAsItDid("/golden/format1-axes", WIDE);
  }

  /// Version 3 of them.
  @Test
  void anIndexOfFormatOneWithBoundsIsReadAndAnswersAsItDid() throws IOException {
    answersAsItDid("/golden/format1-bounds", WIDE);
  }

  private void answersAsItDid(String index, Space space) throws IOException {
    Path home = unpacked(index + ".zip");
    try (Generation generation = new LuceneGenerations(WALKED).open(home, 1, space)) {
      assertThat(generation.templates()).isEqualTo(ROWS);
      List<String> found = answers(generation, space).lines().toList();
      List<String> golden = text(index + ".txt").lines().toList();
      assertThat(found).hasSameSizeAs(golden);
      for (int i = 0; i < golden.size(); i += 2) {
        agree(found.get(i + 1), golden.get(i + 1));
        assertThat(among(found.get(i), golden.get(i + 1)))
            .isGreaterThanOrEqualTo(among(golden.get(i), golden.get(i + 1)));
      }
    }
  }

  /// How many of the subjects that a walk found are among those that a scan found: never fewer than
  /// when the index was written.
  private static long among(String walked, String scanned) {
    return Arrays.stream(walked.split(" ", -1))
        .skip(1)
        .filter(each -> scanned.contains(" " + each.split(":", 2)[0] + ":"))
        .count();
  }

  /// The same subjects in the same order; scores may differ in the last bits from one processor to
  /// another.
  private static void agree(String found, String golden) {
    String[] answers = found.split(" ", -1);
    String[] wanted = golden.split(" ", -1);
    assertThat(answers).hasSameSizeAs(wanted);
    for (int i = 0; i < wanted.length; i++) {
      String[] answer = answers[i].split(":", 2);
      String[] then = wanted[i].split(":", 2);
      assertThat(answer[0]).isEqualTo(then[0]);
      if (then.length == 2) {
        assertThat(Float.parseFloat(answer[1])).isCloseTo(Float.parseFloat(then[1]), within(1e-6f));
      }
    }
  }

  private Path unpacked(String resource) throws IOException {
    Path home = Files.createDirectory(directory.resolve("1-1"));
    try (ZipInputStream zip = new ZipInputStream(open(resource))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Files.copy(zip, home.resolve(entry.getName()));
      }
    }
    return home;
  }

  private static InputStream open(String resource) {
    return Objects.requireNonNull(GoldenIndexTest.class.getResourceAsStream(resource), resource);
  }

  private static String text(String resource) throws IOException {
    try (InputStream in = open(resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /// Subjects and their scores, by walk and by scan.
  private static String answers(Generation generation, Space space) {
    Random random = new Random(2);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < PROBES; i++) {
      Probe probe = new Probe(embedding(space, random));
      for (boolean exact : new boolean[] {false, true}) {
        text.append(exact ? "scan" : "walk");
        for (Candidate each : generation.search(probe, new Search(5, Filter.EVERYBODY, exact))) {
          text.append(' ').append(each.subject().value()).append(':').append(each.score().value());
        }
        text.append('\n');
      }
    }
    return text.toString();
  }

  private static Embedding embedding(Space space, Random random) {
    float[] numbers = new float[space.dimension()];
    for (int i = 0; i < 3; i++) {
      numbers[i * (numbers.length / 3)] = (float) random.nextGaussian();
    }
    return Embedding.of(space, numbers);
  }

  /// Writes the golden files anew: only for a format that no released Kith has written yet.
  @Test
  @EnabledIfSystemProperty(named = "kith.golden", matches = ".+")
  void theNewestGoldenFilesAreWritten() throws IOException {
    write("format1-bounds", WIDE);
  }

  private void write(String index, Space space) throws IOException {
    Path home = directory.resolve("1-1");
    new LuceneGenerations().rebuild(home, 1, space, new Rows(space)).close();
    Path golden = Files.createDirectories(Path.of(System.getProperty("kith.golden")));
    try (Generation generation = new LuceneGenerations().open(home, 1, space)) {
      Files.writeString(golden.resolve(index + ".txt"), answers(generation, space));
    }
    try (ZipOutputStream zip =
            new ZipOutputStream(Files.newOutputStream(golden.resolve(index + ".zip")));
        var files = Files.list(home)) {
      for (Path file : files.sorted().toList()) {
        zip.putNextEntry(new ZipEntry(String.valueOf(file.getFileName())));
        Files.copy(file, zip);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static final class Rows implements Generations.Scan {
    private final Space space;
    private final Random random = new Random(1);
    private boolean given;

    Rows(Space space) {
      this.space = space;
    }

    @Override
    public long sequence() {
      return 0;
    }

    @Override
    public boolean hasNext() {
      return !given;
    }

    @Override
    public List<Change> next() {
      given = true;
      List<Change> rows = new ArrayList<>();
      for (int i = 1; i <= ROWS; i++) {
        rows.add(
            new Change.Enrol(
                0,
                new Template(
                    i,
                    1 + i / 2,
                    new SubjectId("s" + i / 2),
                    new TemplateId("t" + i % 2),
                    embedding(space, random))));
      }
      return rows;
    }
  }
}
