package dev.kith.tools.bench.ann;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/// What searches found, in shares of what there was. A hit counts if its score reaches the k-th
/// true score.
///
/// @param ten of the ten best templates; not a number where answers of one template a subject have
///   no ten to compare
record Hits(double one, double ten, double subjects) {
  private static final float TOLERANCE = 1e-6f;

  /// Asks every query once.
  static Hits of(Engine.Searching open, Task task, Truth truth) throws IOException {
    double one = 0;
    double ten = 0;
    double subjects = 0;
    boolean collapsed = false;
    int queries = task.queries().count();
    for (int i = 0; i < queries; i++) {
      Found found = open.search(task.queries().row(i));
      float[] templates = truth.templates(i);
      one += share(found.templates(), templates, 1);
      ten += share(found.templates(), templates, templates.length);
      subjects += share(found.subjects(), truth.subjects(i), truth.subjects(i).length);
      collapsed |= found.collapsed();
    }
    boolean comparable = !collapsed || task.subjects().single();
    return new Hits(one / queries, comparable ? ten / queries : Double.NaN, subjects / queries);
  }

  private static double share(float[] found, float[] truth, int k) {
    int hits = 0;
    for (int i = 0; i < Math.min(found.length, k); i++) {
      if (found[i] >= truth[k - 1] - TOLERANCE) {
        hits++;
      }
    }
    return (double) hits / k;
  }

  ObjectNode into(ObjectNode json) {
    json.put("recallAt1", one);
    if (Double.isFinite(ten)) {
      json.put("recallAt10", ten);
    } else {
      json.putNull("recallAt10");
    }
    return json.put("subjectRecallAt10", subjects);
  }
}
