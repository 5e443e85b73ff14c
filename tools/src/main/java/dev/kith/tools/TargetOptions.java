package dev.kith.tools;

import dev.kith.gallery.GalleryException;
import dev.kith.gallery.GalleryName;
import dev.kith.server.work.Kith;
import dev.kith.server.work.KithOptions;
import dev.kith.tools.target.DirectoryTarget;
import dev.kith.tools.target.ServerTarget;
import dev.kith.tools.target.Target;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/// Where a command works: exactly one of `--data` and `--server`.
final class TargetOptions {
  @ArgGroup(exclusive = true, multiplicity = "1")
  private @Nullable Where where;

  private static final class Where {
    @Option(
        names = "--data",
        paramLabel = "DIR",
        description = "A data directory that no server holds at the moment.")
    private @Nullable Path data;

    @Option(
        names = "--server",
        paramLabel = "URL",
        converter = ServerAddress.class,
        description = "A running server, such as http://localhost:8080.")
    private @Nullable URI server;
  }

  static final class ServerAddress implements ITypeConverter<URI> {
    @Override
    public URI convert(String text) {
      URI address = URI.create(text.contains("://") ? text : "http://" + text);
      if (address.getHost() == null || !address.getScheme().startsWith("http")) {
        throw new TypeConversionException(
            "got '" + text + "', expected an address such as http://localhost:8080");
      }
      return address;
    }
  }

  /// Turns text into names here, so that a bad one is a matter of usage.
  static final class Gallery implements ITypeConverter<GalleryName> {
    @Override
    public GalleryName convert(String text) {
      try {
        return new GalleryName(text);
      } catch (GalleryException.Invalid e) {
        throw new TypeConversionException(String.valueOf(e.getMessage()));
      }
    }
  }

  Target open() {
    Where chosen = where;
    if (chosen != null && chosen.server != null) {
      return new ServerTarget(chosen.server);
    }
    if (chosen != null && chosen.data != null) {
      return new DirectoryTarget(Kith.open(chosen.data, KithOptions.defaults()));
    }
    throw new IllegalStateException("picocli let neither --data nor --server through");
  }
}
