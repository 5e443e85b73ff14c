package dev.kith.tools.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/// A folder of folders of images: each image's subject is the path of the folder it lies in, with
/// `/` between the names. Hidden files are passed over; other files that aren't images are refused.
final class FolderSource implements Source {
  static final Set<String> IMAGES =
      Set.of("png", "jpg", "jpeg", "webp", "gif", "bmp", "tif", "tiff", "pgm", "ppm", "pbm", "pnm");

  private final Path root;
  private final Optional<FileSystem> zip;
  private final long total;
  private final Iterator<Path> files;

  private FolderSource(Path root, Optional<FileSystem> zip, List<Path> files) {
    this.root = root;
    this.zip = zip;
    this.total = files.size();
    this.files = files.iterator();
  }

  static FolderSource of(Path folder) throws IOException {
    return new FolderSource(folder, Optional.empty(), files(folder));
  }

  /// The same, packed. A folder that holds all the others, as zip files often have it, is no part
  /// of any subject.
  static FolderSource ofZip(Path file) throws IOException {
    FileSystem zip = FileSystems.newFileSystem(file);
    try {
      Path root = zip.getPath("/");
      List<Path> only = children(root);
      while (only.size() == 1
          && Files.isDirectory(only.getFirst())
          && children(only.getFirst()).stream().anyMatch(Files::isDirectory)) {
        root = only.getFirst();
        only = children(root);
      }
      return new FolderSource(root, Optional.of(zip), files(root));
    } catch (IOException | RuntimeException e) {
      zip.close();
      throw e;
    }
  }

  private static List<Path> children(Path folder) throws IOException {
    try (Stream<Path> list = Files.list(folder)) {
      return list.toList();
    }
  }

  private static List<Path> files(Path root) throws IOException {
    try (Stream<Path> walk = Files.walk(root)) {
      return walk.filter(Files::isRegularFile)
          .filter(file -> !isHidden(root.relativize(file)))
          .sorted()
          .toList();
    }
  }

  private static boolean isHidden(Path relative) {
    for (Path name : relative) {
      if (name.toString().startsWith(".") || name.toString().equals("__MACOSX")) {
        return true;
      }
    }
    return false;
  }

  @Override
  public long total() {
    return total;
  }

  @Override
  public OptionalInt dimension() {
    return OptionalInt.empty();
  }

  @Override
  public boolean hasNext() {
    return files.hasNext();
  }

  @Override
  public SourceItem next() {
    Path file = files.next();
    Path relative = root.relativize(file);
    String origin = slashed(relative);
    Path subject = relative.getParent();
    if (!IMAGES.contains(extension(origin))) {
      return new SourceItem.Refused(
          origin, "not-an-image", "got another kind of file, expected an image");
    }
    if (subject == null) {
      return new SourceItem.Refused(
          origin, "no-subject", "lies in no subject's folder, expected SUBJECT/" + origin);
    }
    try {
      return new SourceItem.Sample(origin, slashed(subject), Files.readAllBytes(file));
    } catch (IOException e) {
      return new SourceItem.Refused(origin, "unreadable", String.valueOf(e.getMessage()));
    } catch (UncheckedIOException e) {
      return new SourceItem.Refused(origin, "unreadable", String.valueOf(e.getMessage()));
    }
  }

  private static String slashed(Path path) {
    StringBuilder text = new StringBuilder();
    for (Path name : path) {
      text.append(text.isEmpty() ? "" : "/").append(name);
    }
    return text.toString();
  }

  private static String extension(String name) {
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }

  @Override
  public void close() throws IOException {
    if (zip.isPresent()) {
      zip.get().close();
    }
  }
}
