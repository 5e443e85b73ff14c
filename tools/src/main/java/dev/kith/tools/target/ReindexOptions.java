package dev.kith.tools.target;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kith.server.work.ReindexWish;

/// A wish in the words of `POST /v1/galleries/{g}/reindex`.
final class ReindexOptions {
  private ReindexOptions() {}

  static ObjectNode json(ReindexWish wish) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    wish.encoder().ifPresent(name -> json.put("encoder", name));
    json.put("activate", wish.automatic() ? "auto" : "manual")
        .put("share", wish.share())
        .put("rollbackHours", wish.rollback().toHours())
        .put("leaveUnsampled", wish.leaveUnsampled());
    json.putObject("bridge").put("keep", wish.bridgeKeep());
    json.putObject("gate").put("margin", wish.margin());
    return json;
  }
}
