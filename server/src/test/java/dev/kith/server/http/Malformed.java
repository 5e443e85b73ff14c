package dev.kith.server.http;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/// Requests that are wrong by construction, out of a seed.
final class Malformed {
  private static final String GALLERY = "/v1/galleries/staff";
  private static final List<String> ENROLS =
      List.of(
          GALLERY + "/subjects/x/templates",
          GALLERY + "/identify",
          GALLERY + "/verify?subject=ada");
  private static final List<String> BAD_IDS =
      List.of(
          "%00",
          "a%0Ab",
          "%FF",
          "%C0%AF",
          "%ED%A0%80",
          "%",
          "%4",
          "%zz",
          "x".repeat(201),
          "%7f",
          "%c2%85");

  private final Random random;

  Malformed(long seed) {
    random = new Random(seed);
  }

  /// @param body as bytes in ISO 8859-1
  record Request(String method, String path, String type, String body) {
    byte[] bytes() {
      return body.getBytes(StandardCharsets.ISO_8859_1);
    }
  }

  Request next() {
    return switch (random.nextInt(12)) {
      case 0 -> json(cut(valid()));
      case 1 -> json(wrongType());
      case 2 -> json(noise(1 + random.nextInt(3000)));
      case 3 -> json(vector());
      case 4 -> image(noise(random.nextInt(2000)));
      case 5 -> image("x".repeat(Served.LIMITS.sampleBytes() + 1 + random.nextInt(50_000)));
      case 6 -> form();
      case 7 -> badId();
      case 8 -> badQuery();
      case 9 -> setting();
      case 10 -> elsewhere();
      default -> encoder();
    };
  }

  private <T> T any(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  private String noise(int length) {
    StringBuilder noise = new StringBuilder(length + 1).append('~');
    for (int i = 0; i < length; i++) {
      noise.append((char) random.nextInt(256));
    }
    return noise.toString();
  }

  private Request json(String body) {
    return new Request("POST", any(ENROLS), "application/json", body);
  }

  private Request image(String body) {
    return new Request(
        "POST",
        any(ENROLS),
        any(List.of("image/png", "image/jpeg", "application/octet-stream")),
        body);
  }

  private String valid() {
    return any(
        List.of(
            "{\"image\":\"" + Served.base64("ada") + "\"}",
            "{\"embedding\":[1,2,3.5,-4e-2],\"space\":\"sha256:00\"}",
            "{\"displayName\":\"Ad\\u00e4\",\"attributes\":{\"a\":[true]}}"));
  }

  private String cut(String json) {
    return json.substring(0, random.nextInt(json.length()));
  }

  private String wrongType() {
    String value =
        any(
            List.of(
                "null",
                "7",
                "true",
                "{}",
                "[[]]",
                "\"\\ud800\"",
                "[1,[2]]",
                "[\"1\"]",
                "\"%%%\"",
                "-",
                "+1",
                "01",
                "1e"));
    String key =
        any(
            List.of(
                "image",
                "embedding",
                "image\":\"AAAA\",\"image",
                "nobody",
                "",
                "id",
                "\\ud800",
                "displayName"));
    return "{\"" + key + "\":" + value + "}" + any(List.of("", "{}", " x", "]"));
  }

  private String vector() {
    String number =
        any(List.of("0", "1", "1e999", "NaN", "-Infinity", "1e-999", "0x1", "1.", ".5", "\"1\""));
    int length = any(List.of(0, 1, 15, 17, 4096, 5000));
    return "{\"embedding\":["
        + (number + ",").repeat(Math.max(0, length - 1))
        + (length == 0 ? "" : number)
        + "]}"
        + any(List.of("", "", "[".repeat(20_000)));
  }

  private Request form() {
    String part =
        "--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a\"\r\n\r\nsample ada\r\n--b--\r\n";
    String body =
        random.nextBoolean() ? part.substring(0, random.nextInt(part.length() - 5)) : noise(500);
    return new Request(
        "POST",
        any(ENROLS),
        any(
            List.of(
                "multipart/form-data; boundary=b",
                "multipart/form-data",
                "multipart/form-data; boundary=")),
        body);
  }

  private Request badId() {
    String id = any(BAD_IDS);
    return any(
        List.of(
            new Request(
                "POST", GALLERY + "/subjects/" + id + "/templates", "image/png", "sample x"),
            new Request("PUT", GALLERY + "/subjects/x/templates/" + id, "image/png", "sample x"),
            new Request(
                "PUT", GALLERY + "/subjects/" + id, "application/json", "{\"displayName\":\"x\"}"),
            new Request("PUT", "/v1/galleries/" + id, "application/json", "{\"dimension\":2}"),
            new Request("DELETE", "/v1/galleries/..%2F" + id, "", ""),
            new Request("GET", "/v1/jobs/..%2f..%2fregistry.db", "", ""),
            new Request("GET", "/v1/encoders/..%2fregistry", "", "")));
  }

  private Request badQuery() {
    String query =
        any(
            List.of(
                "limit=0",
                "limit=1001",
                "limit=-1",
                "limit=1e3",
                "limit=",
                "limit",
                "threshold=1.0001",
                "threshold=NaN",
                "threshold=0x1",
                "threshold=%2B0.5",
                "fpir=0",
                "fpir=1",
                "fpir=-0.1",
                "fpir=0.1&threshold=0.5",
                "exact=yes",
                "exact=1",
                "filter=",
                "filter=%7B",
                "filter=%5B%5D",
                "filter=%7B%22a%22:1%7D",
                "filter=%7B%22a%22:%5B%5D%7D",
                "filter=%7B%22a%22:%5B%7B%7D%5D%7D",
                "a=b",
                "%FF=1",
                "limit=1&limit=1",
                "limit=%zz",
                "=",
                "&"));
    return new Request("POST", GALLERY + "/identify?" + query, "image/png", "sample ada");
  }

  private Request setting() {
    String value =
        any(List.of("null", "-1", "\"x\"", "1.5", "{}", "[]", "1e999", "99999999999999999999"));
    String key = any(List.of("dimension", "encoder", "recall", "fpir", "keepSamples", "nobody"));
    return new Request(
        "PUT", "/v1/galleries/fresh", "application/json", "{\"" + key + "\":" + value + "}");
  }

  private Request elsewhere() {
    return any(
        List.of(
            new Request("GET", "/" + "../".repeat(random.nextInt(5)) + "etc/passwd", "", ""),
            new Request("GET", GALLERY + "/", "", ""),
            new Request("POST", GALLERY, "application/json", "{}"),
            new Request("DELETE", "/v1/galleries", "", ""),
            new Request("PUT", GALLERY, "text/plain", "{}"),
            new Request("PUT", GALLERY, "", ""),
            new Request("POST", GALLERY + "/identify/batch", "application/json", "{}"),
            new Request("POST", "/v1/jobs/x/pause", "", ""),
            new Request("POST", GALLERY + "/identify", "application/x-www-form-urlencoded", "a=b"),
            new Request(
                "GET", "/v1/galleries?cursor=" + "A".repeat(1 + random.nextInt(3000)), "", "")));
  }

  private Request encoder() {
    String head =
        "--b\r\nContent-Disposition: form-data; name=\""
            + any(List.of("model", "manifest", "x", ""))
            + "\"; filename=\"a\"\r\n\r\n";
    return new Request(
        "PUT",
        "/v1/encoders/fresh",
        "multipart/form-data; boundary=b",
        head + noise(200) + "\r\n--b--\r\n");
  }

  /// NDJSON without one good line.
  String lines() {
    StringBuilder lines = new StringBuilder();
    for (int i = 1 + random.nextInt(20); i > 0; i--) {
      String line =
          switch (random.nextInt(4)) {
            case 0 -> cut(valid());
            case 1 -> wrongType();
            case 2 -> vector();
            default -> noise(100).replace('\n', ' ');
          };
      lines.append(line).append(random.nextInt(8) == 0 ? "\r\n\n" : "\n");
    }
    return lines.substring(0, lines.length() - random.nextInt(2));
  }

  /// Bytes that are no whole HTTP request.
  String wire() {
    String post =
        "POST "
            + GALLERY
            + "/subjects/x/templates HTTP/1.1\r\nHost: x\r\nContent-Type: image/png\r\n";
    return any(
        List.of(
            noise(300),
            "GET  /livez\r\n\r\n",
            "GET /livez HTTP/1.1\r\nA b: c\r\n\r\n",
            post + "Content-Length: -5\r\n\r\nsample x",
            post + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nsample x",
            post + "Content-Length: abc\r\n\r\nsample x",
            post + "Content-Length: 1000\r\n\r\nsample x",
            post + "Transfer-Encoding: chunked\r\n\r\nzz\r\nsample x\r\n0\r\n\r\n",
            post + "Transfer-Encoding: chunked\r\n\r\nff\r\nsample x",
            post
                + "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\nffffffffffffffffff\r\nsample",
            "GET /"
                + noise(20).replace('\n', '~').replace('\r', '~').replace(' ', '~')
                + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
            "POST "
                + GALLERY
                + "/import HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-ndjson\r\nContent-Length: 500\r\n\r\n{\"sub",
            "POST "
                + GALLERY
                + "/identify/batch HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-ndjson\r\nContent-Length: 500\r\n\r\n{\"ima"));
  }
}
