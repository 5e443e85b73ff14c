package dev.kith.server.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.kith.gallery.Candidate;
import dev.kith.gallery.GalleryException;
import dev.kith.gallery.GenerationEntry;
import dev.kith.gallery.Job;
import dev.kith.gallery.SubjectId;
import dev.kith.gallery.TemplateId;
import dev.kith.gallery.Write;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReindexTest extends ReindexFixture {
  @Test
  void aGalleryMovesToAnotherEncoderAndBack() throws Exception {
    enrolPeople();
    Answer before = identify("sample word7 probe");
    Job job = reindex("better");
    assertThat(job.failure()).isEmpty();
    assertThat(job.state()).isEqualTo(Job.State.DONE);
    assertThat(gallery.entry().generation()).isEqualTo(2);
    assertThat(gallery.entry().settings().encoder()).contains("better");
    Answer after = identify("sample word7 probe");
    assertThat(after.generation()).isEqualTo(2);
    assertThat(after.gallery().space()).isEqualTo(space("better"));
    assertThat(best(after)).isEqualTo(new SubjectId("p7"));
    assertThat(report(job))
        .contains("\"phase\":\"plan\"", "\"verdict\":\"passed\"", "\"phase\":\"cut-over\"");
    test.kith().reindexing().activate(gallery, 1);
    Answer again = identify("sample word7 probe");
    assertThat(again.generation()).isEqualTo(1);
    assertThat(again.identification().candidates()).isEqualTo(before.identification().candidates());
  }

  @Test
  void whatChangesInTheRollbackWindowIsInBothGenerations() throws Exception {
    enrolPeople();
    reindex("better");
    enrol("newcomer", "sample newcomer one");
    gallery.submit(List.of(new Write.Remove(new SubjectId("p3")))).join();
    assertThat(best(identify("sample newcomer two"))).isEqualTo(new SubjectId("newcomer"));
    test.kith().reindexing().activate(gallery, 1);
    assertThat(best(identify("sample newcomer two"))).isEqualTo(new SubjectId("newcomer"));
    assertThat(identify("sample word3 first").identification().candidates())
        .extracting(Candidate::subject)
        .doesNotContain(new SubjectId("p3"));
    assertThat(rows(space("better")).keySet()).isEqualTo(rows(space("letters")).keySet());
  }

  @Test
  void aWorseEncoderIsRefusedWithItsFiguresAndStandsBy() throws Exception {
    enrolPeople();
    Job job = reindex("blind");
    assertThat(job.state()).isEqualTo(Job.State.FAILED);
    assertThat(job.failure()).contains("FNIR", "rank-1", "generation 2 stands by");
    assertThat(report(job)).contains("\"verdict\":\"refused\"", "\"flip\":\"");
    assertThat(gallery.entry().generation()).isEqualTo(1);
    assertThat(identify("sample word7 probe").generation()).isEqualTo(1);
    test.kith().reindexing().drop(gallery, 2);
    assertThat(gallery.lineage())
        .extracting(GenerationEntry::state)
        .containsExactly(GenerationEntry.State.STANDING, GenerationEntry.State.DROPPED);
  }

  @Test
  void anEncoderThatRefusesManySamplesFailsTheJobAndLeavesNothing() throws Exception {
    for (int i = 0; i < 300; i++) {
      enrol("p" + i, "sample word%d number %d".formatted(i, i));
    }
    Job job = reindex("picky");
    assertThat(job.state()).isEqualTo(Job.State.FAILED);
    assertThat(job.failure()).contains("refused").contains("one in a hundred");
    assertThat(job.refusals().getFirst().reason()).contains("an image without a face");
    assertThat(gallery.entry().generation()).isEqualTo(1);
    assertThat(gallery.lineage().getLast().state()).isEqualTo(GenerationEntry.State.DROPPED);
  }

  @Test
  void templatesWithoutSamplesAreListedAndLeftBehindOnlyWhenAllowed() throws Exception {
    enrol("sampled", "sample word one");
    gallery
        .submit(
            List.of(
                new Write.Enrol(
                    new SubjectId("bare"),
                    new TemplateId("t"),
                    dev.kith.gallery.Embedding.of(gallery.entry().space(), vector()),
                    Optional.empty())))
        .join();
    Job refused = reindex("better");
    assertThat(refused.state()).isEqualTo(Job.State.FAILED);
    assertThat(refused.failure()).contains("1 of 2 templates have no sample");
    assertThat(refused.refusals())
        .singleElement()
        .satisfies(each -> {
          assertThat(each.code()).isEqualTo("no-sample");
          assertThat(each.reason()).startsWith("bare/t");
        });
    Job allowed =
        ended(
            test.kith()
                .reindexing()
                .begin(
                    STAFF,
                    new ReindexWish(
                        Optional.of("better"), true, 0.005, 1, Duration.ofDays(1), true, 0.95)));
    assertThat(allowed.state()).isEqualTo(Job.State.DONE);
    assertThat(report(allowed)).contains("\"verdict\":\"manual\"");
    assertThat(gallery.entry().generation()).isEqualTo(1);
    test.kith().reindexing().activate(gallery, 3);
    assertThat(rows(space("better"))).hasSize(1);
  }

  @Test
  void aSecondReindexIsRefusedWhileOneIsUnderWay() throws Exception {
    enrolPeople();
    Job first = test.kith().reindexing().begin(STAFF, ReindexWish.to(Optional.of("better")));
    assertThatExceptionOfType(GalleryException.Conflict.class)
        .isThrownBy(
            () -> test.kith().reindexing().begin(STAFF, ReindexWish.to(Optional.of("blind"))))
        .satisfies(e -> assertThat(e.code()).isEqualTo("reindex-under-way"));
    assertThat(ended(first).state()).isEqualTo(Job.State.DONE);
  }

  @Test
  void aCancelledReindexLeavesTheRunningGenerationAlone() throws Exception {
    enrolPeople();
    Job job = test.kith().reindexing().begin(STAFF, ReindexWish.to(Optional.of("better")));
    test.kith().jobs().cancel(job.id());
    Job over = ended(job);
    if (over.state() == Job.State.CANCELLED) {
      assertThat(gallery.entry().generation()).isEqualTo(1);
    }
    assertThat(best(identify("sample word9 probe"))).isEqualTo(new SubjectId("p9"));
  }

  @Test
  void aReindexWithTheSameEncoderRebuildsTheIndexWithoutEncoding() throws Exception {
    enrolPeople();
    Answer before = identify("sample word5 probe");
    Job job = ended(test.kith().reindexing().begin(STAFF, ReindexWish.to(Optional.empty())));
    assertThat(job.state()).isEqualTo(Job.State.DONE);
    assertThat(job.done()).isZero();
    Answer after = identify("sample word5 probe");
    assertThat(after.generation()).isEqualTo(2);
    assertThat(after.identification().candidates()).isEqualTo(before.identification().candidates());
  }

  @Test
  void aRestartInTheMiddleGoesOnAndEndsTheSame() throws Exception {
    enrolPeople();
    for (int restart = 0; restart < 6; restart++) {
      if (restart == 0) {
        var _ = test.kith().reindexing().begin(STAFF, ReindexWish.to(Optional.of("better")));
      }
      Thread.sleep(15L * restart);
      test.kith().close();
      test = TestKith.open(directory, KithOptions.defaults());
      gallery = test.kith().galleries().get(STAFF);
    }
    Job job = test.kith().jobs().list(Optional.empty(), 1).getFirst();
    if (!job.state().isOver()) {
      job = ended(job);
    }
    assertThat(job.state()).as(job.failure()).isEqualTo(Job.State.DONE);
    assertThat(gallery.entry().generation()).isEqualTo(2);
    assertThat(rows(space("better")).keySet()).isEqualTo(rows(space("letters")).keySet());
    assertThat(gallery.inCharge().generation().templates()).isEqualTo(2L * PEOPLE);
  }
}
