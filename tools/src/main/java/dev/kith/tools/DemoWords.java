package dev.kith.tools;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kith.tools.demo.Demonstration;
import dev.kith.tools.demo.Demonstration.Answered;
import dev.kith.tools.demo.Demonstration.Outcome;
import java.net.URI;

/// What the demonstration says.
final class DemoWords {
  private DemoWords() {}

  static String text(URI address, Outcome outcome, boolean staysUp) {
    Answered known = outcome.known().getFirst();
    Answered unknown = outcome.unknown().getFirst();
    String told =
        """
        Enrolled %d glyphs of an invented script, two samples of each, and compared %,d strangers with them, in %.1f s.
        Then asked over HTTP, at an FPIR of 1 %%: one stranger in a hundred may be taken for somebody.

          who is %s, written by another hand?
            %s
          who is a glyph that was never enrolled?
            %s

        Of %d such questions %d were answered right, %d left for a person to review, %d answered wrong, in %.1f ms each.
        All in one picture:
          %s\
        """
            .formatted(
                outcome.subjects(),
                Demonstration.STRANGERS,
                outcome.enrolSeconds(),
                known.truth(),
                Sentences.decision(known.answer()),
                Sentences.decision(unknown.answer()),
                outcome.probes(),
                outcome.right(),
                outcome.left(),
                outcome.probes() - outcome.right() - outcome.left(),
                outcome.millisPerProbe(),
                outcome.sheet());
    return staysUp ? told + invitation(address, known) : told;
  }

  private static String invitation(URI address, Answered known) {
    return """


    Kith is up at %s until you press Ctrl-C. Ask it yourself:
      curl -F probe=@%s %s/v1/galleries/demo/identify\
    """
        .formatted(address, quoted(known.file().toString()), address);
  }

  private static String quoted(String path) {
    return path.contains(" ") ? "'" + path + "'" : path;
  }

  static ObjectNode document(URI address, Outcome outcome) {
    ObjectNode document =
        JsonNodeFactory.instance
            .objectNode()
            .put("address", address.toString())
            .put("subjects", outcome.subjects())
            .put("enrolSeconds", outcome.enrolSeconds())
            .put("probes", outcome.probes())
            .put("right", outcome.right())
            .put("review", outcome.left())
            .put("millisPerProbe", outcome.millisPerProbe())
            .put("sheet", outcome.sheet().toString());
    document.set("known", outcome.known().getFirst().answer());
    document.set("unknown", outcome.unknown().getFirst().answer());
    return document;
  }
}
