package dev.kith.server.work;

import dev.kith.encoder.Encoder;
import dev.kith.encoder.Encoding;
import dev.kith.gallery.Bridges;
import dev.kith.gallery.CorruptionException;
import dev.kith.gallery.Embedding;
import dev.kith.gallery.Gallery;
import dev.kith.gallery.GalleryEntry;
import dev.kith.gallery.Receipt;
import dev.kith.gallery.Registry;
import dev.kith.gallery.Space;
import dev.kith.gallery.Template;
import dev.kith.gallery.Write;
import dev.kith.gallery.bridge.Bridge;
import dev.kith.gallery.bridge.BridgeFit;
import dev.kith.gallery.bridge.Pairs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/// Carries embeddings whose sample wasn't kept from one of a gallery's spaces into another.
/// Thread-safe.
final class Bridging {
  /// Samples that a bridge is learned on, at most.
  private static final int MOST = 8192;

  private static final int SLICE = 16;
  private static final int PAGE = 1000;

  private final Registry registry;
  private final Map<Way, Optional<Bridge>> known = new ConcurrentHashMap<>();

  private record Way(long gallery, Space from, Space to) {}

  Bridging(Registry registry) {
    this.registry = registry;
  }

  /// The bridge between two of the gallery's spaces, where one was learned.
  Optional<Bridge> between(GalleryEntry gallery, Space from, Space to) {
    return known.computeIfAbsent(
        new Way(gallery.id(), from, to),
        _ ->
            registry.bridges().kept(gallery, from, to).map(bytes -> Bridge.parse(from, to, bytes)));
  }

  /// Learns the ways between a gallery's space and a new one, and keeps them: samples of strangers
  /// and of subjects are encoded anew, at the job's pace. Takes a minute or a few.
  ///
  /// @return the way to the new space; empty when there is too little to learn on
  Optional<BridgeFit> learn(GalleryEntry old, GalleryEntry fresh, Encoder encoder, Pace pace)
      throws InterruptedException {
    Pairs pairs = pairs(old, fresh, encoder, pace);
    Optional<BridgeFit> there = BridgeFit.of(pairs);
    there.ifPresent(fit -> keep(fresh, fit.bridge()));
    if (there.isPresent()) {
      BridgeFit.of(pairs.reversed()).ifPresent(back -> keep(fresh, back.bridge()));
    }
    return there;
  }

  private void keep(GalleryEntry gallery, Bridge bridge) {
    registry.bridges().keep(gallery, bridge.from(), bridge.to(), bridge.toBytes());
    known.put(new Way(gallery.id(), bridge.from(), bridge.to()), Optional.of(bridge));
  }

  private Pairs pairs(GalleryEntry old, GalleryEntry fresh, Encoder encoder, Pace pace)
      throws InterruptedException {
    List<Bridges.Sampled> sampled = registry.bridges().sampled(old, old.space(), MOST);
    List<CompletableFuture<List<Pairs.Pair>>> slices = new ArrayList<>();
    for (int from = 0; from < sampled.size(); from += SLICE) {
      List<Bridges.Sampled> slice = sampled.subList(from, Math.min(sampled.size(), from + SLICE));
      slices.add(pace.run(() -> paired(slice, encoder)));
    }
    Pairs pairs = new Pairs(old.space(), fresh.space());
    slices.forEach(slice -> Joined.join(slice).forEach(pairs::add));
    return pairs;
  }

  /// What can't be read or encoded teaches nothing.
  private List<Pairs.Pair> paired(List<Bridges.Sampled> slice, Encoder encoder) {
    List<Bridges.Sampled> readable = new ArrayList<>();
    List<byte[]> bytes = new ArrayList<>();
    for (Bridges.Sampled each : slice) {
      read(each)
          .ifPresent(sample -> {
            readable.add(each);
            bytes.add(sample);
          });
    }
    List<Encoding> encodings = encoder.encode(bytes);
    List<Pairs.Pair> pairs = new ArrayList<>();
    for (int i = 0; i < readable.size(); i++) {
      if (encodings.get(i) instanceof Encoding.Encoded(Embedding embedding)) {
        Bridges.Sampled each = readable.get(i);
        pairs.add(new Pairs.Pair(each.embedding(), embedding, each.identity()));
      }
    }
    return pairs;
  }

  private Optional<byte[]> read(Bridges.Sampled each) {
    try {
      return registry.samples().read(each.sample());
    } catch (CorruptionException _) {
      return Optional.empty();
    }
  }

  /// Carries what can be, page by page, until nothing is left.
  ///
  /// @param told of the templates of each page that is durable; says whether to go on
  /// @return whether it came to the end
  boolean carry(Gallery gallery, Bridge bridge, Told told) {
    long after = 0;
    while (true) {
      List<Template> page =
          registry.bridges().uncarried(gallery.entry(), bridge.from(), bridge.to(), after, PAGE);
      if (page.isEmpty()) {
        return true;
      }
      after = page.getLast().number();
      if (!told.carried(carried(gallery, bridge, page))) {
        return false;
      }
    }
  }

  private static List<Template> carried(Gallery gallery, Bridge bridge, List<Template> page) {
    List<Write> writes =
        page.stream()
            .<Write>map(each ->
                new Write.Carry(each.number(), each.embedding(), bridge.across(each.embedding())))
            .toList();
    List<Receipt> receipts = Joined.join(gallery.submit(writes));
    List<Template> carried = new ArrayList<>();
    for (int i = 0; i < page.size(); i++) {
      if (receipts.get(i).outcome() == Receipt.Outcome.CREATED) {
        carried.add(page.get(i));
      }
    }
    return carried;
  }

  /// Hears of what was carried.
  @FunctionalInterface
  interface Told {
    boolean carried(List<Template> templates);
  }
}
