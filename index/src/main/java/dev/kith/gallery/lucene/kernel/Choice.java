package dev.kith.gallery.lucene.kernel;

/// Which kernel this JVM gets.
final class Choice {
  private static final boolean VECTORS =
      ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();

  static final Kernel BEST = best();
  static final Tile TILE = VECTORS ? new VectorTile() : new PlainTile();

  private Choice() {}

  private static Kernel best() {
    if (VECTORS) {
      return new VectorKernel();
    }
    System.getLogger(Kernel.class.getName())
        .log(
            System.Logger.Level.WARNING,
            "searches use the plain loop, several times slower: the JVM runs without --add-modules"
                + " jdk.incubator.vector");
    return new PlainKernel();
  }
}
