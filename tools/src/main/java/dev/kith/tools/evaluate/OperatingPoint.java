package dev.kith.tools.evaluate;

import com.fasterxml.jackson.databind.JsonNode;

/// The gallery's threshold for a wanted FPIR, and what it gives on the probes of an audit.
///
/// @param calibration in the words of `GET …/calibration`
record OperatingPoint(JsonNode calibration, double threshold, Interval fpir, Interval tpir) {
  /// What the probes make of the foretold FPIR.
  enum Verdict {
    AS_FORETOLD("as foretold"),
    HIGHER("higher than foretold"),
    LOWER("lower than foretold");

    private final String words;

    Verdict(String words) {
      this.words = words;
    }

    @Override
    public String toString() {
      return words;
    }
  }

  /// The calibration's estimate and its interval.
  Interval foretold() {
    JsonNode told = calibration.path("fpir");
    return new Interval(
        told.path("estimate").asDouble(),
        told.path("low").asDouble(),
        told.path("high").asDouble());
  }

  /// Another than foretold only where the two intervals lie apart.
  Verdict verdict() {
    Interval told = foretold();
    if (fpir.low() > told.high()) {
      return Verdict.HIGHER;
    }
    return fpir.high() < told.low() ? Verdict.LOWER : Verdict.AS_FORETOLD;
  }

  /// What the calibration says of it, such as that a rate so small can't be told; empty without.
  String note() {
    return calibration.at("/fpir/note").asText("");
  }
}
