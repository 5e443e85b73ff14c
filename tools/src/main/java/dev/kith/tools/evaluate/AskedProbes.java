package dev.kith.tools.evaluate;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kith.gallery.GalleryException;
import dev.kith.gallery.GalleryName;
import dev.kith.tools.client.ServerRefusal;
import dev.kith.tools.source.Source;
import dev.kith.tools.source.SourceItem;
import dev.kith.tools.target.ProbeFile;
import dev.kith.tools.target.Question;
import dev.kith.tools.target.Target;
import dev.kith.tools.terminal.CommandFailure;
import dev.kith.tools.terminal.ProgressBar;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/// Labelled probes, and what a gallery answered to each.
///
/// @param set the answers, mated and strangers apart
/// @param identities of the mated probes, those that were asked
/// @param strangers identities of the others, likewise
/// @param decisions how often each decision was taken, mated probes first: `match`, `wrong` (a
///   match with another subject), `review`, `none`
/// @param encoder name and space of what answered
/// @param refused probes that couldn't be asked, and why
record AskedProbes(
    OpenSet set,
    int identities,
    int strangers,
    List<Map<String, Integer>> decisions,
    JsonNode encoder,
    List<String> refused) {
  private static final int CHUNK = 64;
  private static final int LIMIT = 10;

  /// One probe's answer.
  private record Asked(SourceItem.Sample sample, Optional<JsonNode> answer, String refusal) {}

  /// @throws CommandFailure without a mated probe or without a stranger's
  static AskedProbes ask(Target kith, GalleryName gallery, Path images) throws IOException {
    List<Asked> all = new ArrayList<>();
    List<String> passedOver = new ArrayList<>();
    try (Source source = Source.open(images, Optional.empty());
        ProgressBar bar = new ProgressBar("ask", source.total())) {
      List<SourceItem.Sample> chunk = new ArrayList<>();
      while (source.hasNext()) {
        switch (source.next()) {
          case SourceItem.Sample sample -> chunk.add(sample);
          case SourceItem.Refused(String origin, _, String reason) -> {
            passedOver.add(origin + ": " + reason);
            bar.step(1);
          }
          case SourceItem other ->
              throw new CommandFailure(
                  "%s isn't an image, expected a folder CLASS/*.png and the like"
                      .formatted(other.origin()));
        }
        if (chunk.size() == CHUNK || !source.hasNext()) {
          all.addAll(chunk.parallelStream().map(each -> ask(kith, gallery, each)).toList());
          bar.step(chunk.size());
          chunk.clear();
        }
      }
    }
    return of(all, enrolled(kith, gallery, all), passedOver, images);
  }

  private static Asked ask(Target kith, GalleryName gallery, SourceItem.Sample sample) {
    Question question = new Question(LIMIT, OptionalDouble.empty(), OptionalDouble.empty(), true);
    try {
      ProbeFile probe = ProbeFile.of(Path.of("probe"), sample.image());
      return new Asked(sample, Optional.of(kith.identify(gallery, probe, question)), "");
    } catch (GalleryException.Invalid e) {
      return new Asked(sample, Optional.empty(), String.valueOf(e.getMessage()));
    } catch (ServerRefusal e) {
      if (e.status() != 400) {
        throw e;
      }
      return new Asked(sample, Optional.empty(), String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, Boolean> enrolled(Target kith, GalleryName gallery, List<Asked> all)
      throws IOException {
    Map<String, Boolean> enrolled = new TreeMap<>();
    for (Asked each : all) {
      String name = each.sample().subject();
      if (!enrolled.containsKey(name)) {
        enrolled.put(name, kith.hasSubject(gallery, name));
      }
    }
    return enrolled;
  }

  private static AskedProbes of(
      List<Asked> all, Map<String, Boolean> enrolled, List<String> passedOver, Path images) {
    List<String> names = List.copyOf(enrolled.keySet());
    List<OpenSet.Probe> mated = new ArrayList<>();
    List<OpenSet.Probe> strange = new ArrayList<>();
    List<Map<String, Integer>> decisions = List.of(new HashMap<>(), new HashMap<>());
    List<String> refused = new ArrayList<>(passedOver);
    for (Asked each : all) {
      if (each.answer().isEmpty()) {
        refused.add(each.sample().origin() + ": " + each.refusal());
        continue;
      }
      boolean known = enrolled.getOrDefault(each.sample().subject(), false);
      JsonNode answer = each.answer().get();
      (known ? mated : strange).add(probe(each.sample(), answer, names, known));
      decisions.get(known ? 0 : 1).merge(decision(each.sample(), answer, known), 1, Integer::sum);
    }
    if (mated.isEmpty() || strange.isEmpty()) {
      throw new CommandFailure(
          "%s has %d probes of subjects and %d of strangers, expected both: a folder's name is the subject's id%s"
              .formatted(
                  images,
                  mated.size(),
                  strange.size(),
                  refused.isEmpty() ? "" : "; passed over " + refused.getFirst()));
    }
    return new AskedProbes(
        new OpenSet(mated, strange),
        identities(mated),
        identities(strange),
        decisions,
        all.stream().flatMap(each -> each.answer().stream()).findFirst().orElseThrow(),
        refused);
  }

  private static int identities(List<OpenSet.Probe> probes) {
    return (int) probes.stream().map(OpenSet.Probe::label).distinct().count();
  }

  private static OpenSet.Probe probe(
      SourceItem.Sample sample, JsonNode answer, List<String> names, boolean known) {
    JsonNode best = answer.at("/candidates/0");
    boolean first = best.path("subject").asText().equals(sample.subject());
    int rank = !known ? 0 : first ? 1 : LIMIT + 1;
    return new OpenSet.Probe(
        names.indexOf(sample.subject()), (float) best.path("score").asDouble(-1), rank, 0, 0);
  }

  private static String decision(SourceItem.Sample sample, JsonNode answer, boolean known) {
    String decision = answer.path("decision").asText();
    boolean right = answer.at("/candidates/0/subject").asText().equals(sample.subject());
    return decision.equals("match") && !(known && right) ? "wrong" : decision;
  }
}
