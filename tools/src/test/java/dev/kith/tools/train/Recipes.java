package dev.kith.tools.train;

/// Recipes small enough for tests.
final class Recipes {
  private Recipes() {}

  static Recipe glyphs(String more) {
    return RecipeFile.parse(
        """
        {"name":"tiny","seed":3,
         "data":{"kind":"glyphs","seed":5,"classes":40,"samples":6},
         "net":{"input":[1,16,16],"layers":[
           {"layer":"conv","out":8},{"layer":"batch-norm"},{"layer":"relu"},{"layer":"pool","size":4},
           {"layer":"dropout","rate":0.1},{"layer":"flatten"},{"layer":"linear","out":16}]},
         "losses":[{"loss":"proxy_anchor"}],
         "batch":{"classes":8,"perClass":3},
         "augmentation":{"rotate":10,"scale":0.1,"shear":0.1,"shift":0.05},
         "validation":{"classes":12,"samples":4}%s}
        """
            .formatted(more));
  }
}
