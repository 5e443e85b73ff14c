package dev.kith.gallery.lucene.kernel;

/// Which kernel this JVM gets.
final class Choice {
  static final Kernel BEST = best();

  private Choice() {}

  private static Kernel best() {
    if (ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()) {
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
