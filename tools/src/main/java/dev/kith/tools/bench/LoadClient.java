package dev.kith.tools.bench;

import dev.kith.tools.client.KithClient;
import dev.kith.tools.client.Reply;
import dev.kith.tools.glyph.Script;
import java.io.IOException;
import java.util.SplittableRandom;

/// One of many: asks and enrols as fast as it is answered. Probes are glyphs; half of them of
/// characters that the run enrols, half of characters that nobody ever enrols.
final class LoadClient implements LoadRun.Client {
  private static final int SIZE = 64;
  private static final String IMAGE = "image/png";

  private final KithClient kith;
  private final String gallery;
  private final Script script;
  private final int subjects;
  private final double enrolShare;
  private final SplittableRandom random;
  private final Tally tally = new Tally();

  /// @param subjects how many characters the run enrols
  LoadClient(
      KithClient kith, String gallery, Script script, int subjects, double enrolShare, long seed) {
    this.kith = kith;
    this.gallery = KithClient.path("v1", "galleries", gallery);
    this.script = script;
    this.subjects = subjects;
    this.enrolShare = enrolShare;
    this.random = new SplittableRandom(seed);
  }

  @Override
  public Tally tally() {
    return tally;
  }

  @Override
  public void once() {
    try {
      if (random.nextDouble() < enrolShare) {
        enrol();
      } else {
        identify();
      }
    } catch (IOException e) {
      Tally.count(tally.failures, "io: " + e.getClass().getSimpleName());
    }
  }

  private byte[] glyph(long character) {
    return script.draw(character, random.nextLong(1L << 40), SIZE).png();
  }

  private void enrol() throws IOException {
    long character = random.nextInt(subjects);
    byte[] image = glyph(character);
    long begun = System.nanoTime();
    Reply reply =
        kith.exchange(
            "POST",
            gallery + KithClient.path("subjects", "glyph-" + character, "templates"),
            IMAGE,
            image);
    if (tally.good(reply)) {
      tally.enrolled.add(System.nanoTime() - begun);
    }
  }

  private void identify() throws IOException {
    byte[] image = glyph(random.nextInt(2 * subjects));
    long begun = System.nanoTime();
    Reply reply = kith.exchange("POST", gallery + "/identify?limit=3", IMAGE, image);
    if (tally.good(reply)) {
      tally.identified.add(System.nanoTime() - begun);
      Tally.count(tally.decisions, reply.json().path("decision").asText());
    }
  }
}
