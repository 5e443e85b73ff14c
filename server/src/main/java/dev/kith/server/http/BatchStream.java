package dev.kith.server.http;

import dev.kith.gallery.GalleryException;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/// One batch on its way: lines are cut into chunks, a few chunks are worked on at once, answers go
/// out in order. Reads on only while the client takes the answers, so memory stays bounded. Lives
/// on one event loop.
final class BatchStream {
  private static final int CHUNK_LINES = 64;
  private static final int CHUNK_BYTES = 1 << 20;
  private static final int CHUNKS_AT_ONCE = 4;

  private final Exchange exchange;
  private final HttpServerRequest request;
  private final HttpServerResponse response;
  private final Limits limits;
  private final HeldBytes held;
  private final Function<List<LineSplitter.Line>, Future<CompletableFuture<Buffer>>> work;
  private final LineSplitter splitter;
  private final Deque<Future<Buffer>> answers = new ArrayDeque<>();
  private List<LineSplitter.Line> chunk = new ArrayList<>();
  private int chunkBytes;
  private int lines;
  private boolean over;

  /// @param work queues a chunk: the outer future tells when there was room for it
  BatchStream(
      Exchange exchange,
      Limits limits,
      HeldBytes held,
      Function<List<LineSplitter.Line>, Future<CompletableFuture<Buffer>>> work) {
    this.exchange = exchange;
    this.request = exchange.request();
    this.response = exchange.response();
    this.limits = limits;
    this.held = held;
    this.work = work;
    this.splitter = new LineSplitter(limits.lineBytes(), this::line);
  }

  void begin() {
    if (!exchange.begin()) {
      return;
    }
    response.setChunked(true).putHeader("Content-Type", "application/x-ndjson");
    request.handler(this::take);
    request.endHandler(_ -> inputEnds());
    request.exceptionHandler(_ -> breakOff());
    request.resume();
  }

  /// The body is not whole: neither can the answer be, and the client must see that.
  private void breakOff() {
    over = true;
    Future<Void> _ = response.reset();
  }

  private void take(Buffer part) {
    if (over) {
      return;
    }
    splitter.feed(part);
    if (answers.isEmpty()) {
      submit();
    }
    if (answers.size() >= CHUNKS_AT_ONCE) {
      request.pause();
    }
  }

  private void line(LineSplitter.Line line) {
    if (over) {
      return;
    }
    if (++lines > limits.batchLines()) {
      stop();
      return;
    }
    chunk.add(line);
    chunkBytes += line.bytes().length();
    if (chunk.size() >= CHUNK_LINES || chunkBytes >= CHUNK_BYTES) {
      submit();
    }
  }

  /// Too many lines: those before are answered, and one line more says why it ends there.
  private void stop() {
    submit();
    over = true;
    Problem tooMany =
        Problem.of(
            new GalleryException.Invalid(
                "batch-too-long",
                "got more probes, expected at most %d".formatted(limits.batchLines())));
    answers.add(Future.succeededFuture(problems(1, tooMany)));
    flush();
  }

  private void submit() {
    if (chunk.isEmpty()) {
      return;
    }
    List<LineSplitter.Line> taken = chunk;
    int bytes = chunkBytes;
    chunk = new ArrayList<>();
    chunkBytes = 0;
    Future<Buffer> answer =
        worked(taken, bytes).otherwise(failure -> problems(taken.size(), Problem.of(failure)));
    answers.add(answer);
    answer.onComplete(_ -> exchange.onLoop(this::flush));
  }

  private Future<Buffer> worked(List<LineSplitter.Line> taken, int bytes) {
    try {
      held.take(bytes);
    } catch (GalleryException.Unavailable full) {
      return Future.failedFuture(full);
    }
    return work.apply(taken).compose(Future::fromCompletionStage).onComplete(_ -> held.give(bytes));
  }

  private Buffer problems(int count, Problem problem) {
    Buffer lines = Buffer.buffer();
    for (int i = 0; i < count; i++) {
      lines
          .appendBytes(Json.bytes(AnswerJson.problem(Optional.empty(), problem, exchange.id())))
          .appendByte((byte) '\n');
    }
    return lines;
  }

  private void inputEnds() {
    splitter.end();
    submit();
    over = true;
    flush();
  }

  /// Writes what is ready, in order, and reads on where there is room.
  private void flush() {
    while (!answers.isEmpty() && answers.getFirst().isComplete()) {
      if (exchange.gone()) {
        over = true;
        return;
      }
      if (response.writeQueueFull()) {
        response.drainHandler(_ -> flush());
        return;
      }
      Future<Void> _ = response.write(answers.removeFirst().result());
    }
    if (over && answers.isEmpty()) {
      if (!response.ended()) {
        exchange.end();
      }
      return;
    }
    if (answers.isEmpty()) {
      submit();
    }
    if (answers.size() < CHUNKS_AT_ONCE) {
      request.resume();
    }
  }
}
