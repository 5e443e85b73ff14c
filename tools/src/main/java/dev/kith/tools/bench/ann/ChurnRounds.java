package dev.kith.tools.bench.ann;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kith.gallery.Change;
import dev.kith.gallery.Filter;
import dev.kith.gallery.Generation;
import dev.kith.gallery.Search;
import dev.kith.tools.terminal.ProgressBar;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/// Applies the rounds of a churn to a generation as a server does, and looks at its recall now and
/// then.
///
/// @param each subjects that go and come in a round
/// @param every rounds from one look to the next
/// @param asked queries of a look
record ChurnRounds(Generation generation, Churn churn, int each, int every, int asked) {
  /// Changes of one commit of the registry, as an import has them.
  private static final int UNIT = 1000;

  private static final Search SEARCH = new Search(Truth.DEPTH, Filter.EVERYBODY, false);

  void run(int rounds, Consumer<ObjectNode> said) throws IOException {
    try (ProgressBar bar = new ProgressBar("rounds", rounds)) {
      for (int round = 1; round <= rounds; round++) {
        apply(churn.round(each));
        if (round % every == 0 && round < rounds) {
          said.accept(look(round));
        }
        bar.step(1);
      }
    }
  }

  /// What a server's thread behind does about every second is done at once.
  private void apply(List<Change> changes) {
    for (int from = 0; from < changes.size(); from += UNIT) {
      generation.follow(changes.subList(from, Math.min(changes.size(), from + UNIT)));
    }
    generation.commit();
  }

  private ObjectNode look(int round) throws IOException {
    Task task = churn.task(asked);
    Hits hits = Hits.of(new KithSearching(generation, SEARCH), task, Truth.of(task));
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("engine", "churned")
            .put("phase", "round")
            .put("round", round)
            .put("beam", generation.recall().beam())
            .put("segments", generation.shape().segments());
    return hits.into(json);
  }
}
