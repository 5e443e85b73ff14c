package dev.kith.server.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.kith.gallery.Gallery;
import dev.kith.gallery.GalleryException;
import dev.kith.gallery.GalleryName;
import dev.kith.gallery.Identification;
import dev.kith.gallery.Job;
import dev.kith.gallery.SubjectId;
import dev.kith.gallery.TemplateId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KithTest {
  private static final GalleryName STAFF = new GalleryName("staff");
  private static final KithOptions OPTIONS = new KithOptions(2, 64, 1, "cpu", 1_000_000);
  @TempDir private Path directory;
  private final Random random = new Random(31);

  private Kith open() {
    return Kith.open(directory, OPTIONS);
  }

  private static Gallery bare(Kith kith) {
    return kith.galleries().put(STAFF, GalleryWish.of(Optional.empty(), OptionalInt.of(8)));
  }

  private float[] vector() {
    float[] values = new float[8];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private static Presented.Vector presented(float[] values) {
    return new Presented.Vector(values.clone(), Optional.empty());
  }

  private static Ask at(double threshold) {
    return new Ask(Ask.best(3).search(), OptionalDouble.empty(), OptionalDouble.of(threshold));
  }

  private static List<Enrolments.Enrolled> enrol(Kith kith, String subject, float[] values) {
    return kith.enrolments()
        .enrol(
            kith.galleries().get(STAFF),
            Enrolment.of(new SubjectId(subject), Optional.empty(), presented(values)))
        .join();
  }

  @Test
  void whoIsEnrolledIsMatchedAndAStrangerIsNobody() {
    try (Kith kith = open()) {
      Gallery gallery = bare(kith);
      float[] ada = vector();
      enrol(kith, "ada", ada);
      Answer known = kith.recognition().identify(gallery, presented(ada), at(0.9));
      assertThat(known.identification()).isInstanceOf(Identification.Match.class);
      assertThat(known.reasons()).containsExactly("above-threshold");
      Answer stranger = kith.recognition().identify(gallery, presented(vector()), at(0.9));
      assertThat(stranger.identification()).isInstanceOf(Identification.None.class);
      Answer open = kith.recognition().identify(gallery, presented(ada), Ask.best(3));
      assertThat(open.identification()).isInstanceOf(Identification.Review.class);
      assertThat(open.reasons()).containsExactly("uncalibrated");
    }
  }

  @Test
  void theSameSampleAgainChangesNothing() {
    try (Kith kith = open()) {
      bare(kith);
      float[] ada = vector();
      TemplateId first = enrol(kith, "ada", ada).getFirst().template();
      assertThat(enrol(kith, "ada", ada).getFirst().template()).isEqualTo(first);
      assertThat(kith.registry().counts(kith.galleries().get(STAFF).entry()).templates())
          .isEqualTo(1);
    }
  }

  @Test
  void aDirectoryThatIsHeldSaysByWhom() {
    try (Kith _ = open()) {
      assertThatThrownBy(this::open)
          .isInstanceOf(GalleryException.Unavailable.class)
          .hasMessageContaining("process " + ProcessHandle.current().pid());
    }
    open().close();
  }

  @Test
  void aDamagedOrMissingGenerationIsRebuiltByItself() throws Exception {
    List<float[]> faces = new ArrayList<>();
    try (Kith kith = open()) {
      bare(kith);
      for (int i = 0; i < 50; i++) {
        faces.add(vector());
        enrol(kith, "s" + i, faces.get(i));
      }
    }
    damage();
    expectAll(faces);
    try (var generations = Files.newDirectoryStream(directory.resolve("generations"))) {
      for (Path generation : generations) {
        Durable.deleteTree(generation);
      }
    }
    expectAll(faces);
  }

  private void damage() throws IOException {
    List<Path> files;
    try (var walk = Files.walk(directory.resolve("generations"))) {
      files = walk.filter(each -> each.toString().endsWith(".vec")).toList();
    }
    assertThat(files).isNotEmpty();
    for (Path file : files) {
      byte[] bytes = Files.readAllBytes(file);
      bytes[bytes.length / 2] ^= 0x40;
      Files.write(file, bytes);
    }
  }

  private void expectAll(List<float[]> faces) throws InterruptedException {
    try (Kith kith = open()) {
      for (int i = 0; i < 100 && !kith.rebuilding().isEmpty(); i++) {
        Thread.sleep(50);
      }
      assertThat(kith.rebuilding()).isEmpty();
      Gallery gallery = kith.galleries().get(STAFF);
      for (int i = 0; i < faces.size(); i++) {
        Answer answer = kith.recognition().identify(gallery, presented(faces.get(i)), at(0.999));
        assertThat(answer.identification().candidates().getFirst().subject())
            .isEqualTo(new SubjectId("s" + i));
      }
      assertThat(gallery.inCharge().generation().templates()).isEqualTo(faces.size());
    }
  }

  @Test
  void anImportEnrolsEveryLineAndNamesTheRefused() throws Exception {
    try (Kith kith = open()) {
      bare(kith);
      StringBuilder lines = new StringBuilder();
      for (int i = 0; i < 2500; i++) {
        lines
            .append("{\"subject\":\"s")
            .append(i)
            .append("\",\"embedding\":")
            .append(json())
            .append("}\n");
      }
      lines.append("{\"subject\":\"odd\",\"embedding\":[1,2]}\n").append("no json\n\n");
      Path spooled = kith.incoming();
      Files.writeString(spooled, lines);
      Job job = kith.importLines(STAFF, spooled, 0);
      BlockingQueue<Job> heard = new LinkedBlockingQueue<>();
      try (var _ = kith.jobs().listen(job.id(), heard::add)) {
        Job last = heard.poll(30, TimeUnit.SECONDS);
        while (last != null && !last.state().isOver()) {
          last = heard.poll(30, TimeUnit.SECONDS);
        }
        assertThat(last).isNotNull();
        assertThat(last.state()).isEqualTo(Job.State.DONE);
        assertThat(last.done()).isEqualTo(2503);
        assertThat(last.refusals())
            .extracting(Job.Refusal::line, Job.Refusal::code)
            .containsExactly(tuple(2501L, "dimension-mismatch"), tuple(2502L, "invalid-json"));
      }
      assertThat(kith.galleries().get(STAFF).inCharge().generation().templates()).isEqualTo(2500);
      assertThat(Files.readAllLines(kith.report(job.id()).orElseThrow())).hasSize(2);
    }
  }

  private String json() {
    StringBuilder text = new StringBuilder("[");
    for (float value : vector()) {
      text.append(text.length() > 1 ? "," : "").append(value);
    }
    return text.append(']').toString();
  }

  @Test
  void anErasedGalleryIsGoneAndItsNameIsFree() {
    try (Kith kith = open()) {
      bare(kith);
      enrol(kith, "ada", vector());
      kith.erase(STAFF);
      assertThatThrownBy(() -> kith.galleries().get(STAFF))
          .isInstanceOf(GalleryException.NotFound.class);
      bare(kith);
      assertThat(kith.galleries().get(STAFF).inCharge().generation().templates()).isZero();
    }
    try (Kith kith = open()) {
      assertThat(kith.galleries().list(Optional.empty(), 10)).hasSize(1);
    }
  }

  @Test
  void anotherDimensionNeedsAReindexOnceSomebodyIsEnrolled() {
    try (Kith kith = open()) {
      bare(kith);
      GalleryWish wider = GalleryWish.of(Optional.empty(), OptionalInt.of(16));
      kith.galleries().put(STAFF, wider);
      bare(kith);
      enrol(kith, "ada", vector());
      assertThatThrownBy(() -> kith.galleries().put(STAFF, wider))
          .isInstanceOfSatisfying(
              GalleryException.Conflict.class, e -> assertThat(e.code()).isEqualTo("use-reindex"));
    }
  }
}
