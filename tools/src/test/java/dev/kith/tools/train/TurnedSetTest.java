package dev.kith.tools.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kith.gallery.Embedding;
import dev.kith.tools.loss.batch.Labels;
import org.junit.jupiter.api.Test;

class TurnedSetTest {
  /// Two classes of one picture each: a grey and a colour plane of 2 x 2.
  private record Two() implements ImageSet {
    @Override
    public Labels labels() {
      return Labels.of(0, 1);
    }

    @Override
    public int classes() {
      return 2;
    }

    @Override
    public String name(int label) {
      return "class " + label;
    }

    @Override
    public byte[] planes(int sample) {
      return new byte[] {1, 2, 3, 4, 5, 6, 7, 8};
    }

    @Override
    public Embedding before(int sample) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long checksum() {
      return 7;
    }
  }

  private final TurnedSet turned = new TurnedSet(new Two(), 2);

  @Test
  void aTurnedClassIsAClassOfItsOwn() {
    assertThat(turned.classes()).isEqualTo(8);
    assertThat(turned.labels()).isEqualTo(Labels.of(0, 1, 2, 3, 4, 5, 6, 7));
    assertThat(turned.name(6)).isEqualTo("class 1, turned by 180°");
  }

  @Test
  void everyPlaneTurnsByQuarters() {
    assertThat(turned.planes(0)).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
    assertThat(turned.planes(1)).containsExactly(3, 1, 4, 2, 7, 5, 8, 6);
    assertThat(turned.planes(2)).containsExactly(4, 3, 2, 1, 8, 7, 6, 5);
    assertThat(turned.planes(3)).containsExactly(2, 4, 1, 3, 6, 8, 5, 7);
  }

  @Test
  void onlySquarePicturesAreTurned() {
    assertThatThrownBy(() ->
            RecipeFile.parse(
                """
                {"name":"flat","data":{"kind":"folder","path":"x","turns":true},"budget":{"steps":1},
                 "net":{"input":[1,8,16],"layers":[{"layer":"flatten"},{"layer":"linear","out":4}]},
                 "losses":[{"loss":"supcon"}]}
                """))
        .isInstanceOf(RecipeException.class)
        .hasMessageContaining("expected a square");
  }
}
