package dev.kith.gallery.registry;

import dev.kith.gallery.GalleryEntry;
import dev.kith.gallery.Space;
import dev.kith.gallery.Stranger;
import dev.kith.gallery.StrangerId;
import dev.kith.gallery.Strangers;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Strangers as committed.
record StrangerReads(Readers readers) implements Strangers {
  @FunctionalInterface
  private interface InSpace<T> {
    T read(Session session, long spaceNumber) throws SQLException;
  }

  private <T> Optional<T> ask(GalleryEntry gallery, Space space, InSpace<T> question) {
    return readers.ask(session -> {
      OptionalLong number = GalleryRows.spaceNumber(session, gallery.id(), space);
      return number.isEmpty()
          ? Optional.empty()
          : Optional.of(question.read(session, number.getAsLong()));
    });
  }

  @Override
  public List<Stranger> page(
      GalleryEntry gallery, Stranger.Role role, Space space, long after, int limit) {
    return ask(
            gallery,
            space,
            (session, number) ->
                StrangerRows.byNumber(session, gallery.id(), role, space, number, after, limit))
        .orElse(List.of());
  }

  @Override
  public List<Stranger> list(
      GalleryEntry gallery, Stranger.Role role, Optional<StrangerId> after, int limit) {
    String from = after.map(StrangerId::value).orElse("");
    Space space = gallery.space();
    return ask(
            gallery,
            space,
            (session, number) ->
                StrangerRows.byId(session, gallery.id(), role, space, number, from, limit))
        .orElse(List.of());
  }

  @Override
  public Optional<Stranger> find(GalleryEntry gallery, Stranger.Role role, StrangerId id) {
    Space space = gallery.space();
    return ask(
            gallery,
            space,
            (session, number) -> StrangerRows.named(session, gallery.id(), role, space, number, id))
        .flatMap(found -> found);
  }

  @Override
  public long count(GalleryEntry gallery, Stranger.Role role) {
    return readers.ask(session -> StrangerRows.count(session, gallery.id(), role));
  }
}
