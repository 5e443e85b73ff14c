package dev.kith.tools.train;

import dev.kith.tools.glyph.Script;
import dev.kith.tools.train.Recipe.DataSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;

/// What is learnt from and what it is measured on: different classes, always.
///
/// @param validation what decides when to stop
/// @param prior what the impostor tail is measured on; the same as `validation` where classes are
///   few
/// @param predecessor the encoder to stay compatible with, where the recipe names one
record Split(
    ImageSet training, ImageSet validation, ImageSet prior, Optional<Predecessor> predecessor)
    implements AutoCloseable {
  /// Characters cost nothing, and the tail of an FPIR needs millions of comparisons.
  private static final int PRIOR_CLASSES = 1500;

  /// @param folder that relative paths of the recipe start from
  /// @throws RecipeException if there are too few classes
  static Split of(Recipe recipe, Path folder) throws IOException {
    Optional<Predecessor> older = Optional.empty();
    if (recipe.compatibility().isPresent()) {
      older =
          Optional.of(
              Predecessor.open(recipe.compatibility().get(), folder, recipe.net().dimension()));
    }
    var intake = new Intake(new Shrink(recipe.preparation()), older);
    var held = recipe.validation();
    return switch (recipe.data()) {
      case DataSource.Glyphs(long seed, int classes, int samples) -> {
        var script = new Script(seed);
        yield new Split(
            new GlyphSet(script, 0, classes, samples, intake),
            new GlyphSet(script, classes, held.classes(), held.samples(), intake),
            new GlyphSet(script, classes + held.classes(), PRIOR_CLASSES, 2, intake),
            older);
      }
      case DataSource.Folder(String path, boolean turns) -> {
        var all = FolderSet.read(folder.resolve(path), intake);
        Predicate<String> out =
            held.groups() > 0
                ? inGroups(all.names(), held.groups(), recipe.seed())
                : drawn(all.names(), held.classes(), recipe.seed())::contains;
        var heldOut = all.only(out, held.samples());
        var learnt = all.only(out.negate(), Integer.MAX_VALUE);
        yield new Split(
            turns ? new TurnedSet(learnt, recipe.preparation().height()) : learnt,
            heldOut,
            heldOut,
            older);
      }
    };
  }

  @Override
  public void close() {
    predecessor.ifPresent(Predecessor::close);
  }

  private static Predicate<String> inGroups(List<String> names, int count, long seed) {
    var groups = drawn(names.stream().map(Split::group).distinct().toList(), count, seed);
    return name -> groups.contains(group(name));
  }

  private static String group(String name) {
    int slash = name.indexOf('/');
    return slash < 0 ? name : name.substring(0, slash);
  }

  private static Set<String> drawn(List<String> from, int count, long seed) {
    if (count < 1 || count >= from.size()) {
      throw new RecipeException(
          "%d of %d classes or groups for validation, expected 1 or more and some left to train on"
              .formatted(count, from.size()));
    }
    var shuffled = new ArrayList<>(from);
    Collections.shuffle(shuffled, new Random(seed));
    return new HashSet<>(shuffled.subList(0, count));
  }
}
