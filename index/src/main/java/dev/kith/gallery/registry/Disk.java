package dev.kith.gallery.registry;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// What makes files last; tests put a failing one here.
interface Disk {
  /// Writes a new file and syncs its content.
  void write(Path file, byte[] content) throws IOException;

  /// Syncs the names in a directory.
  void syncDirectory(Path directory) throws IOException;

  /// The disk of this machine.
  Disk REAL =
      new Disk() {
        @Override
        public void write(Path file, byte[] content) throws IOException {
          try (FileChannel channel =
              FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
            ByteBuffer left = ByteBuffer.wrap(content);
            while (left.hasRemaining()) {
              channel.write(left);
            }
            channel.force(true);
          }
        }

        @Override
        public void syncDirectory(Path directory) throws IOException {
          if (System.getProperty("os.name").startsWith("Windows")) {
            // a directory can't be opened there, and its entries are kept with the files
            return;
          }
          try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
          }
        }
      };
}
