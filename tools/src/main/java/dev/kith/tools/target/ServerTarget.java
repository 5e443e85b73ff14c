package dev.kith.tools.target;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.kith.gallery.Exclusion;
import dev.kith.gallery.GalleryName;
import dev.kith.server.http.SuspectJson;
import dev.kith.server.work.ReindexWish;
import dev.kith.tools.client.Form;
import dev.kith.tools.client.KithClient;
import dev.kith.tools.client.Reply;
import dev.kith.tools.client.ServerRefusal;
import dev.kith.tools.source.Source;
import dev.kith.tools.terminal.CommandFailure;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Consumer;

/// A server somewhere.
public final class ServerTarget implements Target {
  private static final int CREATED = 201;

  private final KithClient client;

  public ServerTarget(URI server) {
    client = new KithClient(server);
  }

  private static String of(GalleryName gallery) {
    return KithClient.path("v1", "galleries", gallery.value());
  }

  @Override
  public Optional<Holding> holding(GalleryName gallery) throws IOException {
    try {
      JsonNode found = client.get(of(gallery));
      return Optional.of(
          new Holding(found.path("subjects").asLong(), found.path("templates").asLong()));
    } catch (ServerRefusal refusal) {
      if (refusal.code().equals("no-such-gallery")) {
        return Optional.empty();
      }
      throw refusal;
    }
  }

  @Override
  public boolean hasSubject(GalleryName gallery, String subject) throws IOException {
    try {
      JsonNode _ =
          client.get(KithClient.path("v1", "galleries", gallery.value(), "subjects", subject));
      return true;
    } catch (ServerRefusal refusal) {
      if (refusal.code().equals("no-such-subject")) {
        return false;
      }
      throw refusal;
    }
  }

  @Override
  public void useEncoder(GalleryName gallery, String encoder) throws IOException {
    client.put(of(gallery), JsonNodeFactory.instance.objectNode().put("encoder", encoder));
  }

  @Override
  public void useDimension(GalleryName gallery, int dimension) throws IOException {
    client.put(of(gallery), JsonNodeFactory.instance.objectNode().put("dimension", dimension));
  }

  @Override
  public void putEncoder(String name, Path model, Optional<Path> manifest) throws IOException {
    Form form = new Form().with("model", "application/octet-stream", Files.readAllBytes(model));
    if (manifest.isPresent()) {
      form.with("manifest", "application/json", Files.readAllBytes(manifest.get()));
    }
    client.put(KithClient.path("v1", "encoders", name), form);
  }

  private static String query(Question question) {
    StringBuilder query = new StringBuilder();
    question.fpir().ifPresent(fpir -> query.append("&fpir=").append(fpir));
    question.threshold().ifPresent(point -> query.append("&threshold=").append(point));
    return query.toString();
  }

  private static String type(ProbeFile probe) {
    return probe.isJson() ? "application/json" : "application/octet-stream";
  }

  @Override
  public JsonNode identify(GalleryName gallery, ProbeFile probe, Question question)
      throws IOException {
    String path =
        of(gallery)
            + "/identify?limit="
            + question.limit()
            + query(question)
            + (question.exact() ? "&exact=true" : "");
    return client.post(path, type(probe), probe.bytes());
  }

  @Override
  public JsonNode verify(GalleryName gallery, String subject, ProbeFile probe, Question question)
      throws IOException {
    String path = of(gallery) + "/verify?subject=" + KithClient.encoded(subject) + query(question);
    return client.post(path, type(probe), probe.bytes());
  }

  @Override
  public JsonNode compare(GalleryName gallery, ProbeFile left, ProbeFile right, Question question)
      throws IOException {
    JsonNode found = client.get(of(gallery));
    if (!found.hasNonNull("encoder")) {
      throw new CommandFailure(
          "gallery %s has no encoder, expected one to compare two samples".formatted(gallery));
    }
    String encoder = KithClient.path("v1", "encoders", found.path("encoder").asText());
    return Comparison.of(
        client.post(encoder + "/encode", type(left), left.bytes()).path("embedding"),
        client.post(encoder + "/encode", type(right), right.bytes()).path("embedding"),
        threshold(question, found, client.get(encoder)));
  }

  private static OptionalDouble threshold(Question question, JsonNode gallery, JsonNode encoder) {
    if (question.threshold().isPresent()) {
      return question.threshold();
    }
    JsonNode shipped = encoder.path("manifest").path("kith.threshold");
    return gallery.hasNonNull("threshold")
        ? OptionalDouble.of(gallery.path("threshold").asDouble())
        : shipped.isTextual() ? OptionalDouble.of(shipped.asDouble()) : OptionalDouble.empty();
  }

  @Override
  public void enrol(GalleryName gallery, Source source, ImportLog log) throws IOException {
    new ServerImport(client, of(gallery) + "/import", source, log).run();
  }

  @Override
  public void admit(GalleryName gallery, Source source, ImportLog log) throws IOException {
    new ServerImport(client, of(gallery) + "/cohort", source, log).run();
  }

  @Override
  public JsonNode calibration(GalleryName gallery, OptionalDouble fpir, OptionalLong subjects)
      throws IOException {
    StringBuilder path = new StringBuilder(of(gallery)).append("/calibration?");
    fpir.ifPresent(rate -> path.append("fpir=").append(rate).append('&'));
    subjects.ifPresent(count -> path.append("subjects=").append(count).append('&'));
    return client.get(path.substring(0, path.length() - 1));
  }

  @Override
  public JsonNode thresholds(GalleryName gallery, int limit) throws IOException {
    return client.get(of(gallery) + "/calibration/history?limit=" + limit).path("items");
  }

  @Override
  public JsonNode suspects(GalleryName gallery) throws IOException {
    return client.get(of(gallery) + "/suspects");
  }

  @Override
  public boolean exclude(GalleryName gallery, Exclusion exclusion) throws IOException {
    byte[] body = SuspectJson.wish(exclusion).toString().getBytes(StandardCharsets.UTF_8);
    Reply reply = client.exchange("POST", of(gallery) + "/exclusions", "application/json", body);
    if (!reply.isGood()) {
      throw ServerRefusal.of(reply);
    }
    return reply.status() == CREATED;
  }

  @Override
  public boolean readmit(GalleryName gallery, Exclusion exclusion) throws IOException {
    StringBuilder query = new StringBuilder("/exclusions?");
    SuspectJson.wish(exclusion)
        .properties()
        .forEach(each ->
            query
                .append(each.getKey())
                .append('=')
                .append(KithClient.encoded(each.getValue().asText()))
                .append('&'));
    try {
      client.delete(of(gallery) + query.substring(0, query.length() - 1));
      return true;
    } catch (ServerRefusal refusal) {
      if (refusal.code().equals("no-such-exclusion")) {
        return false;
      }
      throw refusal;
    }
  }

  @Override
  public JsonNode reindex(GalleryName gallery, ReindexWish wish, Consumer<JsonNode> seen)
      throws IOException {
    String id = underWay(gallery);
    if (id.isEmpty()) {
      byte[] body = ReindexOptions.json(wish).toString().getBytes(StandardCharsets.UTF_8);
      id = client.post(of(gallery) + "/reindex", "application/json", body).path("id").asText();
    }
    String job = KithClient.path("v1", "jobs", id);
    return Following.toTheEnd(() -> client.get(job), seen::accept);
  }

  /// A reindex of the gallery that isn't over, resumed where it was paused; empty when there is
  /// none.
  private String underWay(GalleryName gallery) throws IOException {
    for (JsonNode job : client.get("/v1/jobs").path("items")) {
      String state = job.path("state").asText();
      if (job.path("kind").asText().equals("reindex")
          && job.path("gallery").asText().equals(gallery.value())
          && (state.equals("queued") || state.equals("running") || state.equals("paused"))) {
        String id = job.path("id").asText();
        if (state.equals("paused")) {
          JsonNode _ =
              client.post(
                  KithClient.path("v1", "jobs", id, "resume"), "application/json", new byte[0]);
        }
        return id;
      }
    }
    return "";
  }

  @Override
  public byte[] report(String job) throws IOException {
    return client.bytes(KithClient.path("v1", "jobs", job, "report"));
  }

  @Override
  public void close() {
    client.close();
  }
}
