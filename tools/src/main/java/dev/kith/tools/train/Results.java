package dev.kith.tools.train;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kith.encoder.ModelManifest;
import dev.kith.tools.evaluate.Embeddings;
import dev.kith.tools.evaluate.ImpostorTail;
import dev.kith.tools.evaluate.Retrieval;
import dev.kith.tools.export.Exporter;
import dev.kith.tools.export.Tensor;
import java.io.IOException;
import java.time.Duration;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// What a run leaves behind: encoder, metrics, plots.
///
/// @param begun when, by the clock of nanoseconds
record Results(
    Recipe recipe, Split split, RunFolder folder, Course course, Collapse collapse, long begun) {
  private static final int PARITY_SAMPLES = 16;

  ObjectNode write(Trainer trainer) throws IOException {
    var held = Measure.embed(trainer, split.validation());
    var tail =
        ImpostorTail.of(
            split.prior().equals(split.validation())
                ? held
                : Measure.embed(trainer, split.prior()));
    var encoder = folder.write("encoder.onnx", export(trainer, tail));
    folder.write("curves.svg", Plots.curves(course));
    folder.write("embedding.svg", Plots.map(held, split.validation()));
    var metrics = metrics(held).put("encoder", encoder.toString());
    folder.write("metrics.json", metrics.toPrettyString() + "\n");
    return metrics;
  }

  private ObjectNode metrics(Embeddings held) {
    var metrics = RecipeFile.JSON.createObjectNode();
    metrics.put("run", folder.path().toString());
    metrics.put("seconds", Duration.ofNanos(System.nanoTime() - begun).toMillis() / 1000.0);
    metrics.put("cpuSeconds", course.cpuSeconds());
    metrics.put("steps", course.next());
    metrics.put("images", course.next() * recipe.batch().size());
    metrics.put("loss", course.loss());
    var validation = metrics.putObject("validation");
    validation.put("classes", split.validation().classes());
    validation.put("recallAt1", Retrieval.recallAt1(held));
    var looks = validation.putArray("looks");
    course
        .looks()
        .forEach(
            look -> looks.addObject().put("step", look.step()).put("recallAt1", look.recallAt1()));
    split
        .predecessor()
        .ifPresent(older ->
            metrics.set("compatible", Compatible.measure(older, split.validation(), held)));
    collapse.warning().ifPresent(words -> metrics.put("warning", words));
    return metrics;
  }

  private byte[] export(Trainer trainer, ImpostorTail tail) {
    var target = recipe.target();
    var keys = new TreeMap<>(recipe.manifest().keys());
    keys.putAll(tail.keys(target.fpir(), target.subjects()));
    split.predecessor().ifPresent(older -> keys.put("kith.compatible-with", older.space().id()));
    keys.put("kith.recipe.seed", String.valueOf(recipe.seed()));
    int[] some = IntStream.range(0, Math.min(PARITY_SAMPLES, split.validation().size())).toArray();
    Tensor input = trainer.input(split.validation(), some);
    return Exporter.export(
        recipe.net(),
        trainer.netWeights().weights(),
        new ModelManifest(keys).keys(),
        input,
        trainer.embed(split.validation(), some));
  }
}
