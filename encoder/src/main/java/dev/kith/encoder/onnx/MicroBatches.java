package dev.kith.encoder.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Lets inputs of several threads share a pass. Each thread writes its input straight into its
/// place in the batch; the thread that came first waits a little for others, then runs the pass for
/// all. There is no thread of its own. With batches of 1 every thread runs its own pass at once.
/// Thread-safe; direct buffers are pooled.
final class MicroBatches {
  private final Pass pass;
  private final int floats;
  private final Batching batching;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Queue<FloatBuffer> buffers = new ConcurrentLinkedQueue<>();
  private @Nullable Batch open;

  /// @param floats in one input
  MicroBatches(Pass pass, int floats, Batching batching) {
    this.pass = pass;
    this.floats = floats;
    this.batching = batching;
  }

  private static final class Batch {
    private final FloatBuffer inputs;
    private final CompletableFuture<float[]> outputs = new CompletableFuture<>();
    private int claimed;
    private int written;

    private Batch(FloatBuffer inputs) {
      this.inputs = inputs;
    }
  }

  private record Place(Batch batch, int index) {}

  /// The output for one input.
  ///
  /// @param writer writes the input into the buffer it is given
  /// @throws RuntimeException what the writer throws, or what the pass throws, which then fails for
  ///   every input of the batch
  float[] run(Consumer<FloatBuffer> writer) {
    Place place = claim();
    Batch batch = place.batch;
    try {
      writer.accept(batch.inputs.slice(place.index * floats, floats));
    } finally {
      finished(batch);
      if (place.index == 0) {
        lead(batch);
      }
    }
    return part(outputs(batch), place.index, batch.claimed);
  }

  /// The outputs for inputs of one thread: one pass, which waits for nobody.
  ///
  /// @param writers at most as many as a batch holds
  List<float[]> run(List<Consumer<FloatBuffer>> writers) {
    if (writers.isEmpty()) {
      return List.of();
    }
    FloatBuffer inputs = buffer();
    try {
      for (int i = 0; i < writers.size(); i++) {
        writers.get(i).accept(inputs.slice(i * floats, floats));
      }
      float[] outputs = pass.run(inputs.slice(), writers.size());
      return IntStream.range(0, writers.size())
          .mapToObj(i -> part(outputs, i, writers.size()))
          .toList();
    } finally {
      buffers.add(inputs);
    }
  }

  private static float[] part(float[] outputs, int index, int count) {
    int each = outputs.length / count;
    return Arrays.copyOfRange(outputs, index * each, (index + 1) * each);
  }

  private static float[] outputs(Batch batch) {
    try {
      return batch.outputs.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private Place claim() {
    lock.lock();
    try {
      Batch batch = open == null ? new Batch(buffer()) : open;
      int index = batch.claimed++;
      open = batch.claimed < batching.size() ? batch : null;
      changed.signalAll();
      return new Place(batch, index);
    } finally {
      lock.unlock();
    }
  }

  private FloatBuffer buffer() {
    FloatBuffer pooled = buffers.poll();
    return pooled != null
        ? pooled
        : ByteBuffer.allocateDirect(Float.BYTES * floats * batching.size())
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer();
  }

  private void finished(Batch batch) {
    lock.lock();
    try {
      batch.written++;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @SuppressWarnings("CatchingUnchecked") // what the pass throws belongs to everyone in the batch
  private void lead(Batch batch) {
    gather(batch);
    try {
      batch.outputs.complete(pass.run(batch.inputs.slice(), batch.claimed));
    } catch (Throwable failure) {
      batch.outputs.completeExceptionally(failure);
    } finally {
      buffers.add(batch.inputs);
    }
  }

  /// Waits until the batch is full or its time is over, closes it, and waits for those who still
  /// write.
  private void gather(Batch batch) {
    lock.lock();
    try {
      long left = batching.patience().toNanos();
      while (open == batch && left > 0) {
        left = changed.awaitNanos(left);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      open = open == batch ? null : open;
      while (batch.written < batch.claimed) {
        changed.awaitUninterruptibly();
      }
      lock.unlock();
    }
  }
}
