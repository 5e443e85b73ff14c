package dev.kith.gallery.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import dev.kith.gallery.CorruptionException;
import dev.kith.gallery.Embedding;
import dev.kith.gallery.GalleryException;
import dev.kith.gallery.Space;
import java.util.Arrays;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class BridgeFitTest {
  private static final Space OLD = new Space("sha256:old", 24);
  private static final Space NEW = new Space("sha256:new", 32);
  private static final long SEED = 20261126;

  /// Identities with three samples each; the new encoder sees `view` of what the old one saw.
  private static Pairs pairs(int identities, UnaryOperator<double[]> view) {
    Random random = new Random(SEED);
    Pairs pairs = new Pairs(OLD, NEW);
    for (int identity = 1; identity <= identities; identity++) {
      double[] centre = gaussian(random, OLD.dimension(), 1);
      for (int sample = 0; sample < 3; sample++) {
        double[] seen = add(centre, gaussian(random, OLD.dimension(), 0.35));
        pairs.add(new Pairs.Pair(embedding(OLD, seen), embedding(NEW, view.apply(seen)), identity));
      }
    }
    return pairs;
  }

  private static double[] gaussian(Random random, int length, double scale) {
    double[] values = new double[length];
    Arrays.setAll(values, _ -> scale * random.nextGaussian());
    return values;
  }

  private static double[] add(double[] a, double[] b) {
    double[] sum = a.clone();
    Arrays.setAll(sum, i -> a[i] + b[i]);
    return sum;
  }

  private static Embedding embedding(Space space, double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return Embedding.of(space, floats);
  }

  /// A fixed matrix, then `bend` on each number.
  private static UnaryOperator<double[]> mixed(long seed, double bend) {
    Random random = new Random(seed);
    double[][] matrix = new double[NEW.dimension()][];
    Arrays.setAll(matrix, _ -> gaussian(random, OLD.dimension(), 1));
    return x -> {
      double[] y = new double[matrix.length];
      for (int row = 0; row < y.length; row++) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
          sum += matrix[row][i] * x[i];
        }
        y[row] = bend == 0 ? sum : Math.tanh(bend * sum) / bend + 0.2 * Math.max(0, sum);
      }
      return y;
    };
  }

  @Test
  void aRotationIsFoundExactly() {
    Pairs pairs =
        pairs(
            300,
            x -> {
              double[] turned = new double[NEW.dimension()];
              for (int i = 0; i < x.length; i++) {
                turned[(7 * i + 3) % NEW.dimension()] = i % 2 == 0 ? x[i] : -x[i];
              }
              return turned;
            });
    BridgeFit fit = BridgeFit.of(pairs).orElseThrow();
    assertThat(fit.figures().cosine()).isCloseTo(1, within(1e-4));
    assertThat(fit.figures().kept()).isEqualTo(1);
    assertThat(fit.figures().mated()).isTrue();
  }

  @Test
  void aBentViewIsCarriedBetterByAHiddenLayerThanByARotation() {
    Pairs pairs = pairs(1500, mixed(SEED, 0.3));
    BridgeFit fit = BridgeFit.of(pairs).orElseThrow();
    System.out.println("seed " + SEED + ": " + fit.bridge().kind() + " " + fit.figures());
    assertThat(fit.bridge().kind()).isNotEqualTo(Bridge.Kind.PROCRUSTES);
    assertThat(fit.figures().cosine()).isGreaterThan(0.95);
    assertThat(fit.figures().kept()).isGreaterThan(0.97);
  }

  @Test
  void whatCannotBeCarriedSaysSo() {
    Random random = new Random(SEED);
    BridgeFit fit =
        BridgeFit.of(pairs(300, _ -> gaussian(random, NEW.dimension(), 1))).orElseThrow();
    assertThat(fit.figures().bridged().rank1()).isLessThan(0.1);
  }

  @Test
  void theSamePairsGiveTheSameBridgeAndItSurvivesItsBytes() {
    Pairs pairs = pairs(200, mixed(SEED, 0.3));
    Bridge one = BridgeFit.of(pairs).orElseThrow().bridge();
    Bridge other = BridgeFit.of(pairs).orElseThrow().bridge();
    assertThat(other.toBytes()).isEqualTo(one.toBytes());
    Bridge read = Bridge.parse(OLD, NEW, one.toBytes());
    Embedding embedding = pairs.all().getFirst().from();
    assertThat(read.across(embedding)).isEqualTo(one.across(embedding));
    assertThat(read.across(embedding).bridged()).isTrue();
    assertThat(read.kind()).isEqualTo(one.kind());
  }

  @Test
  void tooFewPairsTeachNothing() {
    assertThat(BridgeFit.of(pairs(10, mixed(SEED, 0)))).isEmpty();
    Pairs single = new Pairs(OLD, NEW);
    Pairs some = pairs(40, mixed(SEED, 0));
    some.all().forEach(each -> single.add(new Pairs.Pair(each.from(), each.to(), 1)));
    assertThat(BridgeFit.of(single)).as("one identity leaves nobody to hold out").isEmpty();
  }

  @Test
  void wrongSpacesAndBrokenBytesAreRefused() {
    Bridge bridge = BridgeFit.of(pairs(100, mixed(SEED, 0))).orElseThrow().bridge();
    Embedding stray = embedding(NEW, gaussian(new Random(SEED), NEW.dimension(), 1));
    assertThatExceptionOfType(GalleryException.Conflict.class)
        .isThrownBy(() -> bridge.across(stray))
        .withMessageContaining("expected Space[id=sha256:old");
    byte[] bytes = bridge.toBytes();
    assertThatExceptionOfType(CorruptionException.class)
        .isThrownBy(() -> Bridge.parse(OLD, NEW, Arrays.copyOf(bytes, bytes.length - 3)));
    assertThatExceptionOfType(CorruptionException.class)
        .isThrownBy(() -> Bridge.parse(NEW, OLD, bytes))
        .withMessageContaining("layer");
    bytes[0] = 9;
    assertThatExceptionOfType(CorruptionException.class)
        .isThrownBy(() -> Bridge.parse(OLD, NEW, bytes))
        .withMessageContaining("version 9");
  }
}
