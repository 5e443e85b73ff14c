package dev.kith.server.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kith.gallery.Gallery;
import dev.kith.gallery.GalleryException;
import dev.kith.server.work.Answer;
import dev.kith.server.work.Ask;
import dev.kith.server.work.Item;
import dev.kith.server.work.Kith;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Identifies many probes: lines in, lines out, in order, as they come.
final class BatchRoute {
  private static final Logger LOG = LoggerFactory.getLogger(BatchRoute.class);

  private final Kith kith;
  private final Limits limits;
  private final HeldBytes held;
  private final Metrics metrics;
  private final WorkerExecutor doors;

  /// @param vertx gives threads that wait at the bulk queue's door
  BatchRoute(Vertx vertx, Kith kith, Limits limits, HeldBytes held, Metrics metrics) {
    this.kith = kith;
    this.limits = limits;
    this.held = held;
    this.metrics = metrics;
    this.doors = vertx.createSharedWorkerExecutor("kith-batch", 16);
  }

  Map<String, Endpoint> endpoints() {
    return Map.of("identifyBatch", new Endpoint.Streamed(this::serve));
  }

  private void serve(Exchange exchange, Call call) {
    Gallery gallery = kith.galleries().get(call.gallery());
    Ask ask = RecognitionRoutes.ask(call);
    Body.admit(exchange.request(), Long.MAX_VALUE);
    new BatchStream(
            exchange,
            limits,
            held,
            lines ->
                doors.executeBlocking(
                    () -> kith.pool().bulk(() -> answers(exchange, gallery, ask, lines)), false))
        .begin();
  }

  private Buffer answers(
      Exchange exchange, Gallery gallery, Ask ask, List<LineSplitter.Line> lines) {
    Buffer answers = Buffer.buffer();
    for (LineSplitter.Line line : lines) {
      if (exchange.gone()) {
        break;
      }
      answers.appendBytes(Json.bytes(answer(exchange, gallery, ask, line))).appendByte((byte) '\n');
    }
    return answers;
  }

  private ObjectNode answer(Exchange exchange, Gallery gallery, Ask ask, LineSplitter.Line line) {
    long began = System.nanoTime();
    Optional<String> id = Optional.empty();
    try {
      Item item = probe(line);
      id = item.id();
      Answer answer = kith.recognition().identify(gallery, Samples.presented(item), ask);
      metrics.decided(gallery.entry().name().value(), AnswerJson.decision(answer.identification()));
      ObjectNode json =
          AnswerJson.identification(answer, Duration.ofNanos(System.nanoTime() - began));
      id.ifPresent(text -> json.put("id", text));
      return json;
    } catch (RuntimeException e) {
      Problem problem = Problem.of(e);
      if (problem.fault()) {
        LOG.atError().addKeyValue("request", exchange.id()).setCause(e).log("probe failed");
      }
      return AnswerJson.problem(id, problem, exchange.id());
    }
  }

  private Item probe(LineSplitter.Line line) {
    if (line.tooLong()) {
      throw new GalleryException.Invalid(
          "line-too-long",
          "got a longer line, expected at most %d bytes".formatted(limits.lineBytes()));
    }
    return Samples.probe(line.bytes().getBytes());
  }
}
