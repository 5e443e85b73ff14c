package dev.kith.server.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kith.gallery.GalleryException;
import dev.kith.gallery.GenerationEntry;
import dev.kith.gallery.Job;
import dev.kith.gallery.SubjectId;
import dev.kith.gallery.Write;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/// What goes wrong on the way leaves the generation in charge as it was, and says why.
class ReindexTroubleTest extends ReindexFixture {
  private Job begin(String encoder) {
    return test.kith().reindexing().begin(STAFF, ReindexWish.to(Optional.of(encoder)));
  }

  @Test
  void aDiskThatIsFullPausesTheJobUntilSomebodyResumesIt() throws Exception {
    enrolPeople();
    test.stopWritesAfter(2, "the disk of the registry is full");
    Job paused = ended(begin("better"));
    assertThat(paused.state()).isEqualTo(Job.State.PAUSED);
    assertThat(paused.failure()).contains("disk of the registry is full");
    assertThat(identify("sample word7 probe").generation()).isEqualTo(1);
    test.stopWrites("");
    test.kith().jobs().resume(paused.id());
    Job job = ended(paused);
    assertThat(job.state()).as(job.failure()).isEqualTo(Job.State.DONE);
    assertThat(gallery.entry().generation()).isEqualTo(2);
    assertThat(rows(space("better"))).hasSize(2 * PEOPLE);
  }

  @Test
  void samplesThatGiveNoNumbersAreListedAndTheOthersMove() throws Exception {
    enrolPeople();
    Job job = reindex("hollow");
    assertThat(job.state()).as(job.failure()).isEqualTo(Job.State.DONE);
    assertThat(job.refusals())
        .singleElement()
        .satisfies(each -> {
          assertThat(each.code()).isEqualTo("not-finite");
          assertThat(each.reason()).startsWith("p309/");
        });
    assertThat(rows(space("hollow"))).hasSize(2 * PEOPLE - 1);
  }

  @Test
  void subjectsThatGoWhileTheyAreEncodedAreInNeitherGeneration() throws Exception {
    enrolPeople();
    Job job = begin("better");
    for (int person = 0; person < 100; person++) {
      gallery.submit(List.of(new Write.Remove(new SubjectId("p" + person)))).join();
    }
    assertThat(ended(job).state()).isNotEqualTo(Job.State.FAILED);
    assertThat(rows(space("better")).keySet()).isEqualTo(rows(space("letters")).keySet());
    assertThat(gallery.inCharge().generation().templates()).isEqualTo(2L * (PEOPLE - 100));
  }

  @Test
  void enrolmentsThatComeInAllTheWhileAreInBothGenerations() throws Exception {
    enrolPeople();
    Job job = begin("better");
    CompletableFuture<Void> enrolling =
        CompletableFuture.runAsync(() -> {
          for (int i = 0; i < 200; i++) {
            enrol("late" + i, "sample late%d one".formatted(i));
          }
        });
    assertThat(ended(job).state()).isEqualTo(Job.State.DONE);
    enrolling.join();
    assertThat(rows(space("better")).keySet()).isEqualTo(rows(space("letters")).keySet());
    assertThat(best(identify("sample late7 probe"))).isEqualTo(new SubjectId("late7"));
  }

  @Test
  void aJobThatIsPausedAtEachStepGoesOnFromThere() throws Exception {
    enrolPeople();
    Job job = begin("better");
    int pauses = 0;
    for (Job now = job; !now.state().isOver(); now = test.kith().jobs().get(job.id())) {
      if (now.state() == Job.State.PAUSED) {
        pauses++;
        test.kith().jobs().resume(job.id());
      } else if (pauses < 20) {
        pause(job.id());
      }
      Thread.sleep(5);
    }
    assertThat(test.kith().jobs().get(job.id()).state()).isEqualTo(Job.State.DONE);
    assertThat(gallery.inCharge().generation().templates()).isEqualTo(2L * PEOPLE);
  }

  private void pause(String id) {
    try {
      test.kith().jobs().pause(id);
    } catch (GalleryException.Conflict over) {
      assertThat(over.code()).isEqualTo("job-over");
    }
  }

  @Test
  void whoIsRecognisedOftenIsEncodedFirst() {
    Regulars regulars = new Regulars();
    List.of("rare", "daily", "daily", "weekly", "daily", "weekly")
        .forEach(each -> regulars.seen(1, new SubjectId(each)));
    assertThat(regulars.of(1))
        .containsExactly(new SubjectId("daily"), new SubjectId("weekly"), new SubjectId("rare"));
    assertThat(regulars.of(2)).isEmpty();
  }

  @Test
  void aGenerationOfAJobThatFailedIsGoneAndTheNextOneBeginsAnew() throws Exception {
    for (int i = 0; i < 300; i++) {
      enrol("p" + i, "sample word%d number %d".formatted(i, i));
    }
    assertThat(reindex("picky").state()).isEqualTo(Job.State.FAILED);
    assertThat(reindex("better").state()).isEqualTo(Job.State.DONE);
    assertThat(gallery.lineage())
        .extracting(GenerationEntry::state)
        .containsExactly(
            GenerationEntry.State.STANDING,
            GenerationEntry.State.DROPPED,
            GenerationEntry.State.STANDING);
  }
}
