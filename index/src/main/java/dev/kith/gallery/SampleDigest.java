package dev.kith.gallery;

import java.util.regex.Pattern;

/// The SHA-256 of a sample's bytes, 64 lower-case hexadecimal digits: its name in the sample store.
public record SampleDigest(String sha256) {
  private static final Pattern RULE = Pattern.compile("[0-9a-f]{64}");

  public SampleDigest {
    if (!RULE.matcher(sha256).matches()) {
      throw new IllegalArgumentException("got digest " + sha256 + ", expected " + RULE);
    }
  }
}
