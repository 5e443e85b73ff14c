package dev.kith.server.http;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/// What an endpoint wants done once a request is parsed and checked.
sealed interface Task {
  /// Nothing more: the answer is known.
  record Now(Reply reply) implements Task {}

  /// Straight-line work for a thread of the work pool.
  record Work(Callable<Reply> work) implements Task {}

  /// Work for the pool whose answer comes later from elsewhere, such as the registry's writer: no
  /// thread waits for it.
  record Begin(Callable<CompletableFuture<Reply>> work) implements Task {}

  /// A look that must work however long the pool's queue is: on a thread of its own, for operators.
  record Look(Callable<Reply> look) implements Task {}
}
