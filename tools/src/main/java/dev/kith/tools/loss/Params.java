package dev.kith.tools.loss;

import dev.kith.tools.loss.batch.Distance;
import dev.kith.tools.loss.mine.Miner;
import dev.kith.tools.loss.mine.MinerOptions;
import dev.kith.tools.loss.mine.Miners;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// The parameters of one loss as a recipe writes them, each read once with its default.
final class Params {
  private final String loss;
  private final Map<String, ?> given;
  private final TreeSet<String> known = new TreeSet<>();

  Params(String loss, Map<String, ?> given) {
    this.loss = loss;
    this.given = given;
  }

  private Optional<Object> value(String name) {
    known.add(name);
    return Optional.ofNullable(given.get(name));
  }

  private <T> Optional<T> value(String name, Class<T> type, String expected) {
    Optional<Object> value = value(name);
    if (value.isPresent() && !type.isInstance(value.get())) {
      throw wrong(name, value.get(), expected);
    }
    return value.map(type::cast);
  }

  double number(String name, double otherwise) {
    return value(name, Number.class, "a number").map(Number::doubleValue).orElse(otherwise);
  }

  /// A number above 0.
  double positive(String name, double otherwise) {
    double number = number(name, otherwise);
    if (!(number > 0)) {
      throw wrong(name, number, "a number above 0");
    }
    return number;
  }

  /// A whole number from 1.
  int count(String name, int otherwise) {
    double number = number(name, otherwise);
    if (number < 1 || number != Math.rint(number)) {
      throw wrong(name, number, "a whole number from 1");
    }
    return (int) number;
  }

  boolean flag(String name, boolean otherwise) {
    return value(name, Boolean.class, "true or false").orElse(otherwise);
  }

  boolean says(String name, String word) {
    return value(name).filter(word::equals).isPresent();
  }

  String word(String name, String otherwise) {
    return value(name, String.class, "a word").orElse(otherwise);
  }

  /// A list, empty where there is none.
  List<?> list(String name) {
    Optional<List<?>> list = value(name, List.class, "a list").map(given -> (List<?>) given);
    return list.orElse(List.of());
  }

  Reducer reducer(Reducer otherwise) {
    return value("reducer").map(v -> Reducer.named(v.toString())).orElse(otherwise);
  }

  Distance distance(Distance otherwise) {
    try {
      return Distance.named(word("distance", otherwise.toString()));
    } catch (IllegalArgumentException e) {
      throw new LossParameterException("loss " + loss + ": " + e.getMessage());
    }
  }

  /// The parameter `mining` and those that miners take; a miner's `margin` is the loss's unless
  /// `mining_margin` says otherwise.
  Miner miner(double margin, Setting setting) {
    return miner("all", margin, setting);
  }

  /// As above, with another miner where the recipe names none.
  Miner miner(String otherwise, double margin, Setting setting) {
    MinerOptions options =
        new MinerOptions(
            number("mining_margin", margin),
            number("epsilon", 0.1),
            number("mining_degrees", 20),
            number("cutoff", 0.5),
            number("nonzero_cutoff", 1.4),
            setting.seed());
    String name = word("mining", otherwise);
    return Miners.named(name, options)
        .orElseThrow(() ->
            new LossParameterException(
                "loss " + loss + ": got mining " + name + ", expected one of " + Miners.names()));
  }

  /// Throws if the recipe has a parameter that nobody asked for.
  void requireAllRead() {
    for (String name : given.keySet()) {
      if (!known.contains(name)) {
        throw new LossParameterException(
            "loss " + loss + ": got parameter " + name + ", expected some of " + known);
      }
    }
  }

  LossParameterException wrong(String name, Object got, String expected) {
    return new LossParameterException(
        "loss " + loss + ": got " + name + " = " + got + ", expected " + expected);
  }
}
