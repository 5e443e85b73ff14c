package dev.kith.tools.loss;

import com.fasterxml.jackson.databind.JsonNode;

/// How one golden case went.
///
/// @param deviation the largest absolute difference of the loss and of every gradient from the
///   reference's; infinite where something isn't a number or couldn't be computed
/// @param problem why it couldn't be computed; empty if it could
record Verdict(String lossName, JsonNode params, double deviation, String problem) {
  boolean agrees(double tolerance) {
    return deviation <= tolerance;
  }
}
