package dev.kith.gallery.registry;

import dev.kith.gallery.Change;
import dev.kith.gallery.Follower;
import dev.kith.gallery.Registry;
import dev.kith.gallery.Space;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// Who follows which gallery. Commits are handed over on the writer's thread; places are taken
/// there too, so that no commit falls between catching up and following.
final class Followers {
  private static final System.Logger LOG = System.getLogger(Followers.class.getName());

  private final Map<Long, CopyOnWriteArrayList<Place>> places = new ConcurrentHashMap<>();

  /// One follower's place in line. Once closed, the follower is not called any more.
  final class Place implements Registry.Subscription {
    private final long gallery;
    private final Follower follower;
    private final Consumer<RuntimeException> failed;
    private boolean closed;

    private Place(long gallery, Follower follower, Consumer<RuntimeException> failed) {
      this.gallery = gallery;
      this.follower = follower;
      this.failed = failed;
    }

    private synchronized void hand(List<News> news) {
      if (closed) {
        return;
      }
      try {
        List<Change> changes =
            news.stream().flatMap(each -> each.in(follower.space()).stream()).toList();
        if (!changes.isEmpty()) {
          follower.follow(changes);
        }
      } catch (RuntimeException e) {
        close();
        tellFailed(e);
      }
    }

    private void tellFailed(RuntimeException cause) {
      try {
        failed.accept(cause);
      } catch (RuntimeException e) {
        LOG.log(System.Logger.Level.ERROR, "a failed follower's owner failed", e);
      }
    }

    /// Waits until the follower is done with the commit at hand.
    @Override
    public synchronized void close() {
      closed = true;
      leave(this);
    }
  }

  Place join(long gallery, Follower follower, Consumer<RuntimeException> failed) {
    Place place = new Place(gallery, follower, failed);
    line(gallery).add(place);
    return place;
  }

  /// A place that nobody stands in: it only keeps the log after the sequence.
  Registry.Subscription hold(long gallery, long sequence) {
    Place place = new Place(gallery, new Hold(sequence), _ -> {});
    line(gallery).add(place);
    return place;
  }

  private record Hold(long durableSequence) implements Follower {
    @Override
    public Space space() {
      return new Space("none", 1);
    }

    @Override
    public long sequence() {
      return durableSequence;
    }

    @Override
    public void follow(List<Change> changes) {}
  }

  private List<Place> line(long gallery) {
    return places.computeIfAbsent(gallery, _ -> new CopyOnWriteArrayList<>());
  }

  private void leave(Place place) {
    List<Place> line = places.get(place.gallery);
    if (line != null) {
      line.remove(place);
    }
  }

  void hand(long gallery, List<News> news) {
    for (Place place : places.getOrDefault(gallery, new CopyOnWriteArrayList<>())) {
      place.hand(news);
    }
  }

  /// The sequence that every follower of the gallery has made durable; empty without followers.
  OptionalLong durable(long gallery) {
    return places.getOrDefault(gallery, new CopyOnWriteArrayList<>()).stream()
        .mapToLong(place -> place.follower.durableSequence())
        .min();
  }
}
