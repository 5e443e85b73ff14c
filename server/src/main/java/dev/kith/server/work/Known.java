package dev.kith.server.work;

import dev.kith.calibration.Calibration;
import dev.kith.calibration.Estimate;
import dev.kith.calibration.Evidence;
import dev.kith.calibration.Method;
import dev.kith.gallery.cohort.Standing;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentHashMap;

/// What is known of a gallery's error rates at one moment. Immutable but for what it has worked out
/// already; thread-safe.
public final class Known {
  private static final int MOST_REMEMBERED = 256;

  private final Standing standing;
  private final List<Evidence> evidence;
  private final Map<Question, Optional<Calibration>> calibrations = new ConcurrentHashMap<>();
  private final Map<Double, Optional<Estimate>> rates = new ConcurrentHashMap<>();

  private record Question(double fpir, long subjects) {}

  /// @param evidence in order of trust
  Known(Standing standing, List<Evidence> evidence) {
    this.standing = standing;
    this.evidence = List.copyOf(evidence);
  }

  public Standing standing() {
    return standing;
  }

  /// The gallery's subjects, at least 1.
  public long subjects() {
    return Math.max(1, standing.subjects());
  }

  /// The threshold for an FPIR, were there so many subjects; empty without evidence.
  public Optional<Calibration> calibration(double fpir, long subjects) {
    Question question = new Question(fpir, subjects);
    Optional<Calibration> known = calibrations.get(question);
    if (known != null) {
      return known;
    }
    Optional<Calibration> made = Calibration.of(evidence, standing.mated(), fpir, subjects);
    if (calibrations.size() < MOST_REMEMBERED) {
      calibrations.put(question, made);
    }
    return made;
  }

  /// The threshold as it would be without the suspects that are counted; empty without them.
  public OptionalDouble withoutSuspects(double fpir, long subjects) {
    return otherwise(standing.suspects().without(), fpir, subjects);
  }

  /// The threshold as it would be with those that an operator excluded; empty without them.
  public OptionalDouble withExcluded(double fpir, long subjects) {
    return otherwise(standing.suspects().withExcluded(), fpir, subjects);
  }

  /// As the threshold is found, with other measurements.
  private OptionalDouble otherwise(List<Evidence> measured, double fpir, long subjects) {
    if (measured.isEmpty()) {
      return OptionalDouble.empty();
    }
    List<Evidence> other = new ArrayList<>(measured);
    evidence.stream().filter(each -> each.method() == Method.PRIOR).forEach(other::add);
    return Calibration.of(other, standing.mated(), fpir, subjects).stream()
        .mapToDouble(made -> made.threshold().value())
        .findFirst();
  }

  /// The FPIR that a threshold gives against today's gallery; empty without evidence.
  public Optional<Estimate> fpir(double threshold) {
    Optional<Estimate> known = rates.get(threshold);
    if (known != null) {
      return known;
    }
    Optional<Estimate> told =
        evidence.stream().findFirst().map(first -> first.fpir(threshold, subjects()));
    if (rates.size() < MOST_REMEMBERED) {
      rates.put(threshold, told);
    }
    return told;
  }
}
