package dev.kith.gallery;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/// A named collection of enrolled subjects, open for work: the registry's rows, the generation in
/// charge that follows them, and those that stand beside it during a reindex and its rollback
/// window. Thread-safe; a search runs against one immutable view.
///
/// Opening never fails because of a damaged generation: such a one is dropped and rebuilt from the
/// registry by a thread of its own, and searches answer `rebuilding` until it stands.
public final class Gallery implements AutoCloseable {
  private final Registry registry;
  private final Generations generations;
  private final Path directory;
  private final Map<Integer, Followed> followed = new ConcurrentHashMap<>();
  private volatile Lineup lineup;

  /// What the registry lists, read together.
  private record Lineup(GalleryEntry entry, List<GenerationEntry> lineage) {}

  /// A gallery's settings and the generation in charge, of one moment: hold on to it for the whole
  /// of one request.
  public record InCharge(GalleryEntry entry, Generation generation) {}

  private Gallery(Registry registry, Generations generations, Path directory, GalleryEntry entry) {
    this.registry = registry;
    this.generations = generations;
    this.directory = directory;
    this.lineup = new Lineup(entry, registry.lineage().of(entry));
  }

  /// Opens the generations that stand and brings them to the head of the log.
  ///
  /// @param directory where generations live; this gallery's are named by its id and their number
  public static Gallery open(
      Registry registry, Generations generations, Path directory, GalleryEntry entry) {
    Gallery gallery = new Gallery(registry, generations, directory, entry);
    for (GenerationEntry each : gallery.lineup.lineage()) {
      gallery.open(each);
    }
    return gallery;
  }

  private void open(GenerationEntry each) {
    switch (each.state()) {
      case STANDING ->
          followed.put(
              each.number(),
              Followed.open(registry, generations, home(each.number()), entry().with(each)));
      case DROPPED -> generations.drop(home(each.number()));
      case BUILDING -> {
        // its job goes on with it
      }
    }
  }

  private Path home(int number) {
    return directory.resolve(entry().id() + "-" + number);
  }

  public GalleryEntry entry() {
    return lineup.entry();
  }

  /// By number, dropped ones too.
  public List<GenerationEntry> lineage() {
    return lineup.lineage();
  }

  /// The gallery as each of its live generations sees it: the one in charge first, then those that
  /// stand or are built beside it, one a space. What is enrolled should have an embedding for each.
  public List<GalleryEntry> spaces() {
    return seen(lineup, EnumSet.of(GenerationEntry.State.STANDING, GenerationEntry.State.BUILDING));
  }

  /// The same without those that are still built.
  public List<GalleryEntry> standing() {
    return seen(lineup, EnumSet.of(GenerationEntry.State.STANDING));
  }

  private static List<GalleryEntry> seen(Lineup now, Set<GenerationEntry.State> states) {
    List<GalleryEntry> seen = new ArrayList<>(List.of(now.entry()));
    Set<Space> known = new HashSet<>(Set.of(now.entry().space()));
    for (GenerationEntry each : now.lineage()) {
      if (states.contains(each.state()) && known.add(each.space())) {
        seen.add(now.entry().with(each));
      }
    }
    return seen;
  }

  /// The registry's row changed: settings take effect at once.
  public synchronized void refresh(GalleryEntry current) {
    lineup = new Lineup(current, registry.lineage().of(current));
    followed.values().forEach(each -> each.promise(current.settings().recall()));
  }

  /// @throws GalleryException.Unavailable `rebuilding` while there is none
  public InCharge inCharge() {
    GalleryEntry entry = entry();
    return new InCharge(entry, generation(entry.generation()));
  }

  /// The generation that stands for probes of this space: the one in charge, unless the space is
  /// that of another one; so clients that embed by themselves aren't cut off by a switch.
  public InCharge standing(String space) {
    return standing().stream()
        .filter(each -> each.space().id().equals(space))
        .findFirst()
        .map(each -> new InCharge(each, generation(each.generation())))
        .orElseGet(this::inCharge);
  }

  /// A generation that stands, in charge or not.
  ///
  /// @throws GalleryException.Unavailable `rebuilding` while it is rebuilt
  /// @throws GalleryException.NotFound `no-such-generation`
  public Generation generation(int number) {
    Followed found = followed.get(number);
    if (found == null) {
      throw new GalleryException.NotFound(
          "no-such-generation",
          "gallery %s has no generation %d that stands".formatted(entry().name(), number));
    }
    return found
        .generation()
        .orElseThrow(() ->
            new GalleryException.Unavailable(
                "rebuilding",
                "gallery %s rebuilds generation %d, expected it to stand again soon"
                    .formatted(entry().name(), number)));
  }

  /// The generation in charge, empty while it is being rebuilt.
  public Optional<Generation> running() {
    return standing(entry().generation());
  }

  /// A generation, empty unless it stands and isn't being rebuilt.
  public Optional<Generation> standing(int number) {
    return Optional.ofNullable(followed.get(number)).flatMap(Followed::generation);
  }

  /// Lists a new generation; from now on what is enrolled should have an embedding of its space,
  /// too. See [Lineage#begin].
  public synchronized GenerationEntry begin(Space space, Optional<String> encoder) {
    GenerationEntry begun = registry.lineage().begin(entry(), space, encoder);
    refresh(entry());
    return begun;
  }

  /// Builds a generation that was begun from the registry's rows, and has it follow the log. A
  /// generation that stands already is left as it is.
  ///
  /// @param share of the cores that it may take, in (0, 1]
  /// @param abandoned asked now and then
  /// @return false when it was abandoned; nothing of it is left then
  public boolean raise(int number, double share, BooleanSupplier abandoned) {
    if (followed.containsKey(number)) {
      return true;
    }
    GenerationEntry listed = listed(number);
    try {
      Followed built =
          Followed.build(
              registry, generations, home(number), entry().with(listed), share, abandoned);
      followed.put(number, built);
    } catch (RegistryScan.Abandoned _) {
      generations.drop(home(number));
      return false;
    }
    registry.lineage().stand(entry(), number);
    refresh(entry());
    return true;
  }

  private GenerationEntry listed(int number) {
    return lineage().stream()
        .filter(each -> each.number() == number)
        .filter(each -> each.state() != GenerationEntry.State.DROPPED)
        .findFirst()
        .orElseThrow(() ->
            new GalleryException.NotFound(
                "no-such-generation",
                "gallery %s has no generation %d".formatted(entry().name(), number)));
  }

  /// Puts a standing generation in charge: every request that begins afterwards sees it, and no
  /// request sees two. See [Lineage#activate].
  public synchronized void activate(int number, Instant expires) {
    listed(number);
    if (followed.containsKey(number)) {
      Generation _ = generation(number);
    }
    refresh(registry.lineage().activate(entry(), number, expires));
  }

  /// Takes a generation off and removes its files. See [Lineage#drop].
  public synchronized void drop(int number) {
    registry.lineage().drop(entry(), number);
    refresh(entry());
    Followed dropped = followed.remove(number);
    if (dropped != null) {
      dropped.close();
    }
    generations.drop(home(number));
  }

  /// Is it this subject?
  ///
  /// @throws GalleryException.NotFound `no-such-subject` when the subject has no template
  public static Verification verify(
      Generation generation, Probe probe, SubjectId subject, Fusion fusion, Threshold threshold) {
    Score score =
        new Score(
            (float)
                generation
                    .score(probe, subject, fusion)
                    .orElseThrow(() ->
                        new GalleryException.NotFound(
                            "no-such-subject",
                            "subject %s has no template to compare with".formatted(subject))));
    Candidate only = new Candidate(subject, score, new TemplateId("-"));
    return threshold.judge(List.of(only)) instanceof Identification.Match
        ? new Verification.Same(score, threshold)
        : new Verification.Different(score, threshold);
  }

  /// Changes rows; see [Registry#submit].
  public CompletableFuture<List<Receipt>> submit(List<Write> writes) {
    return registry.submit(entry(), writes);
  }

  /// Removes the files of a closed gallery's generations.
  public void drop() {
    for (GenerationEntry each : lineage()) {
      generations.drop(home(each.number()));
    }
  }

  /// Stops following and closes the generations; the registry stays open.
  @Override
  public void close() {
    followed.values().forEach(Followed::close);
  }
}
