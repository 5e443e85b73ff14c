package dev.kith.tools.train;

import dev.kith.tools.export.Tensor;
import dev.kith.tools.export.Weights;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/// How far a training is, and what was seen on the way. One thread.
final class Course implements Checkpoint.Part {
  private static final int POINTS = 400;

  /// @param loss running mean
  /// @param share of the loss's terms that still taught, running mean
  record Point(long step, double loss, double share) {}

  /// A look at the classes that are never trained on.
  record Look(long step, double recallAt1) {}

  private long steps;
  private long next;
  private double loss;
  private double share;
  private double cpuSeconds;
  private final List<Point> curve = new ArrayList<>();
  private final List<Look> looks = new ArrayList<>();
  private Optional<Weights> best = Optional.empty();

  /// @param steps of the whole training
  Course(long steps) {
    this.steps = steps;
  }

  void took(Trainer.Step step) {
    double weight = Math.max(0.02, 1.0 / (next + 1));
    loss += (step.loss() - loss) * weight;
    share += (step.share() - share) * weight;
    next++;
    if (next % Math.max(1, steps / POINTS) == 0 || next == steps) {
      curve.add(new Point(next, loss, share));
    }
  }

  void spent(double moreCpuSeconds) {
    cpuSeconds += moreCpuSeconds;
  }

  /// Takes note of a look.
  ///
  /// @param weights kept where this is the best look so far; empty where nobody will ask for them
  void looked(double recallAt1, Optional<Weights> weights) {
    if (looks.stream().allMatch(look -> look.recallAt1() < recallAt1)) {
      best = weights;
    }
    looks.add(new Look(next, recallAt1));
  }

  /// Whether the last look was at what the net is now.
  boolean hasLooked() {
    return !looks.isEmpty() && looks.getLast().step() == next;
  }

  /// How many looks there were since the best one, of equals the first.
  int looksSinceBest() {
    int best = 0;
    for (int i = 1; i < looks.size(); i++) {
      best = looks.get(i).recallAt1() > looks.get(best).recallAt1() ? i : best;
    }
    return Math.max(0, looks.size() - 1 - best);
  }

  long steps() {
    return steps;
  }

  /// The number of the next step, which is how many were taken.
  long next() {
    return next;
  }

  double loss() {
    return loss;
  }

  /// The process's, for the steps alone.
  double cpuSeconds() {
    return cpuSeconds;
  }

  List<Point> curve() {
    return List.copyOf(curve);
  }

  List<Look> looks() {
    return List.copyOf(looks);
  }

  /// Of the best look.
  Optional<Weights> best() {
    return best;
  }

  @Override
  public void save(DataOutput out) throws IOException {
    out.writeLong(steps);
    out.writeLong(next);
    out.writeDouble(loss);
    out.writeDouble(share);
    out.writeDouble(cpuSeconds);
    out.writeInt(curve.size());
    for (var point : curve) {
      out.writeLong(point.step());
      out.writeDouble(point.loss());
      out.writeDouble(point.share());
    }
    out.writeInt(looks.size());
    for (var look : looks) {
      out.writeLong(look.step());
      out.writeDouble(look.recallAt1());
    }
    out.writeInt(best.map(weights -> weights.all().size()).orElse(0));
    if (best.isPresent()) {
      for (var each : best.get().all().entrySet()) {
        out.writeUTF(each.getKey());
        Numbers.write(out, each.getValue());
      }
    }
  }

  @Override
  public void restore(DataInput in) throws IOException {
    steps = in.readLong();
    next = in.readLong();
    loss = in.readDouble();
    share = in.readDouble();
    cpuSeconds = in.readDouble();
    curve.clear();
    for (int left = in.readInt(); left > 0; left--) {
      curve.add(new Point(in.readLong(), in.readDouble(), in.readDouble()));
    }
    looks.clear();
    for (int left = in.readInt(); left > 0; left--) {
      looks.add(new Look(in.readLong(), in.readDouble()));
    }
    var weights = new LinkedHashMap<String, Tensor>();
    for (int left = in.readInt(); left > 0; left--) {
      weights.put(in.readUTF(), Numbers.read(in));
    }
    best = weights.isEmpty() ? Optional.empty() : Optional.of(new Weights(weights));
  }
}
