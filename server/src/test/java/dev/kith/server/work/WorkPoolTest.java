package dev.kith.server.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kith.gallery.GalleryException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WorkPoolTest {
  @Test
  void aFullQueueSaysBusyAndKeepsWhatItHas() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    try (WorkPool pool = new WorkPool(1, 2, 1)) {
      CountDownLatch begun = new CountDownLatch(1);
      CompletableFuture<Integer> first = pool.interactive(() -> held(begun, gate, 1));
      begun.await();
      CompletableFuture<Integer> second = pool.interactive(() -> 2);
      CompletableFuture<Integer> third = pool.interactive(() -> 3);
      assertThatThrownBy(() -> pool.interactive(() -> 4))
          .isInstanceOf(GalleryException.Unavailable.class)
          .hasMessageContaining("2 requests wait already");
      gate.countDown();
      assertThat(List.of(get(first), get(second), get(third))).containsExactly(1, 2, 3);
    }
  }

  @Test
  void bulkWorkLeavesThreadsForPeople() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    try (WorkPool pool = new WorkPool(2, 10, 1)) {
      CountDownLatch begun = new CountDownLatch(1);
      CompletableFuture<Integer> bulk = pool.bulk(() -> held(begun, gate, 1));
      begun.await();
      CompletableFuture<Integer> more = pool.bulk(() -> 2);
      assertThat(get(pool.interactive(() -> 3))).isEqualTo(3);
      assertThat(more).isNotDone();
      gate.countDown();
      assertThat(get(bulk) + get(more)).isEqualTo(3);
    }
  }

  @Test
  void aFailureBelongsToWhoAskedAndTheThreadLivesOn() throws Exception {
    try (WorkPool pool = new WorkPool(1, 10, 1)) {
      CompletableFuture<Integer> failing =
          pool.interactive(() -> {
            throw new IllegalStateException("as planned");
          });
      assertThatThrownBy(() -> get(failing))
          .isInstanceOf(ExecutionException.class)
          .hasRootCauseMessage("as planned");
      assertThat(get(pool.interactive(() -> 5))).isEqualTo(5);
    }
  }

  @Test
  void closingFinishesWhatWaitsAndTakesNoMore() throws Exception {
    WorkPool pool = new WorkPool(1, 10, 1);
    List<CompletableFuture<Integer>> waiting =
        List.of(pool.interactive(() -> 1), pool.interactive(() -> 2));
    pool.close();
    assertThat(waiting).allMatch(CompletableFuture::isDone);
    assertThatThrownBy(() -> pool.interactive(() -> 3))
        .isInstanceOf(GalleryException.Unavailable.class);
  }

  private static int held(CountDownLatch begun, CountDownLatch gate, int value)
      throws InterruptedException {
    begun.countDown();
    gate.await();
    return value;
  }

  private static <T> T get(CompletableFuture<T> future) throws Exception {
    return future.get(10, TimeUnit.SECONDS);
  }
}
