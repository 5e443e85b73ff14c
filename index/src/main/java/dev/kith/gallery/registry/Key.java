package dev.kith.gallery.registry;

/// Row keys of SQLite's integer-keyed tables: 23 bits say whose row it is (a gallery, or a
/// gallery's space) and 40 bits which one, so that a scan of one owner by number reads neighbours
/// and no second index is kept.
final class Key {
  static final long LARGEST_NUMBER = (1L << 40) - 1;
  static final long LARGEST_OWNER = (1L << 23) - 1;

  private Key() {}

  static long of(long owner, long number) {
    if (owner < 0 || owner > LARGEST_OWNER || number < 0 || number > LARGEST_NUMBER) {
      throw new IllegalStateException(
          "got row %d of owner %d, expected at most %d and %d"
              .formatted(number, owner, LARGEST_NUMBER, LARGEST_OWNER));
    }
    return owner << 40 | number;
  }

  static long first(long owner) {
    return of(owner, 0);
  }

  static long last(long owner) {
    return of(owner, LARGEST_NUMBER);
  }

  static long number(long key) {
    return key & LARGEST_NUMBER;
  }
}
