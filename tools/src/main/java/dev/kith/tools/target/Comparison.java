package dev.kith.tools.target;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.OptionalDouble;

/// Two samples against each other, answered in the words of a verification. Without a threshold
/// they count as different.
final class Comparison {
  private Comparison() {}

  /// @param left an embedding of unit length, as an array of numbers
  /// @param right another one of the same space
  static JsonNode of(JsonNode left, JsonNode right, OptionalDouble threshold) {
    if (left.size() != right.size()) {
      throw new IllegalArgumentException(
          "got embeddings of %d and %d numbers, expected one space"
              .formatted(left.size(), right.size()));
    }
    double sum = 0;
    for (int i = 0; i < left.size(); i++) {
      sum += left.get(i).asDouble() * right.get(i).asDouble();
    }
    float score = (float) Math.clamp(sum, -1, 1);
    boolean same = threshold.isPresent() && score >= (float) threshold.getAsDouble();
    ObjectNode answer =
        JsonNodeFactory.instance
            .objectNode()
            .put("decision", same ? "same" : "different")
            .put("score", score);
    threshold.ifPresentOrElse(
        point -> answer.put("threshold", point), () -> answer.putNull("threshold"));
    return answer.putNull("fmr");
  }
}
