package dev.kith.gallery.lucene;

import dev.kith.gallery.Candidate;
import dev.kith.gallery.Filter;
import dev.kith.gallery.Search;
import dev.kith.gallery.SubjectId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Finds the narrowest beam that keeps a promise, by measuring on a view's own templates: searches
/// for some of them, each without its own subject, and searches for strangers (a template half way
/// to another one) are compared with exact scans. The beam holds when the lower end of the 95 %
/// interval does, for members and for strangers alike. Searches walk here even where a scan is as
/// fast and finds all: as rows come, the same beam may make them walk before it is tuned again.
///
/// Cost: a dot product of each row with each of the sampled templates, on one core, and some ten
/// searches for each.
final class Tuning {
  /// Beams that are tried.
  private static final int[] LADDER = {
    16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512, 768, 1024, 1536, 2048, 3072, 4096
  };

  /// True subjects that a search should find.
  static final int DEPTH = 10;

  private static final int FEWEST = 400;
  private static final int MOST = 4000;
  private static final int TOGETHER = 48;

  private final View view;
  private final BooleanSupplier abandoned;
  private final SplittableRandom random;

  /// A question whose answer is known.
  private static final class Question {
    private final float[] probe;
    private final @Nullable SubjectId own;
    private final List<Candidate> truth;

    /// @param own the subject it was taken from, which doesn't count; null for a stranger
    /// @param best at least one subject more than is wanted
    Question(float[] probe, @Nullable SubjectId own, List<Candidate> best) {
      this.probe = probe;
      this.own = own;
      truth = others(best);
    }

    /// The best subjects that count.
    List<Candidate> others(List<Candidate> candidates) {
      return candidates.stream().filter(each -> !each.subject().equals(own)).limit(DEPTH).toList();
    }
  }

  /// A beam and what was measured with it.
  record Tuned(int beam, Tally tally) {}

  /// @param abandoned asked now and then; once true the result is worth nothing
  Tuning(View view, BooleanSupplier abandoned) {
    this.view = view;
    this.abandoned = abandoned;
    random = new SplittableRandom(view.sequence());
  }

  /// The beam after this one, the widest after the last.
  static int wider(int beam) {
    for (int each : LADDER) {
      if (each > beam) {
        return each;
      }
    }
    return Math.max(beam, LADDER[LADDER.length - 1]);
  }

  /// @param recall below 1
  Tuned tune(double recall) throws IOException {
    int sample = (int) Math.clamp(4 / (1 - recall), FEWEST, MOST);
    List<Question> members = new ArrayList<>();
    List<Question> strangers = new ArrayList<>();
    while (members.size() < sample && !abandoned.getAsBoolean()) {
      ask(members, strangers);
    }
    int low = 0;
    int high = LADDER.length - 1;
    Tally best = Tally.NONE;
    while (low <= high && !abandoned.getAsBoolean()) {
      int middle = (low + high) >>> 1;
      Tally ofMembers = measure(members, LADDER[middle]);
      Tally ofStrangers = measure(strangers, LADDER[middle]);
      if (ofMembers.estimate().low() >= recall && ofStrangers.estimate().low() >= recall) {
        best = ofMembers.and(ofStrangers);
        high = middle - 1;
      } else {
        low = middle + 1;
      }
    }
    int beam = LADDER[Math.min(low, LADDER.length - 1)];
    return new Tuned(
        beam, best.searches() > 0 ? best : measure(members, beam).and(measure(strangers, beam)));
  }

  /// Adds members and as many strangers.
  private void ask(List<Question> members, List<Question> strangers) throws IOException {
    List<float[]> probes = new ArrayList<>();
    List<SubjectId> owners = new ArrayList<>();
    while (owners.size() < TOGETHER) {
      owners.add(view.draw(random, probes));
    }
    for (int i = 0; i < TOGETHER; i++) {
      probes.add(between(probes.get(i), probes.get((i + 1) % TOGETHER)));
    }
    List<List<Candidate>> truths = new Exact(view, DEPTH + 1).onOneCore(probes);
    for (int i = 0; i < TOGETHER; i++) {
      members.add(new Question(probes.get(i), owners.get(i), truths.get(i)));
      strangers.add(new Question(probes.get(TOGETHER + i), null, truths.get(TOGETHER + i)));
    }
  }

  private static float[] between(float[] one, float[] other) {
    float[] sum = new float[one.length];
    double square = 0;
    for (int i = 0; i < sum.length; i++) {
      sum[i] = one[i] + other[i];
      square += (double) sum[i] * sum[i];
    }
    if (!(square > 0)) {
      return one;
    }
    float scale = (float) (1 / Math.sqrt(square));
    for (int i = 0; i < sum.length; i++) {
      sum[i] *= scale;
    }
    return sum;
  }

  private Tally measure(List<Question> questions, int beam) throws IOException {
    Search search = new Search(DEPTH + 1, Filter.EVERYBODY, false);
    Tally tally = Tally.NONE;
    for (Question each : questions) {
      if (abandoned.getAsBoolean()) {
        return tally;
      }
      tally = tally.and(each.others(view.walk(each.probe, search, beam)), each.truth);
    }
    return tally;
  }
}
