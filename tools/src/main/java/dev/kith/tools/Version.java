package dev.kith.tools;

import picocli.CommandLine.IVersionProvider;

/// Says which Kith runs on which Java.
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String version = Kith.class.getPackage().getImplementationVersion();
    return new String[] {
      "kith %s (Java %s, %s %s)"
          .formatted(
              version == null ? "from classes" : version,
              Runtime.version(),
              System.getProperty("os.name"),
              System.getProperty("os.arch"))
    };
  }
}
