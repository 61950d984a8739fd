package io.raftboot.spring;

import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import io.raftboot.core.node.CommandOptions;
import io.raftboot.core.node.Committed;
import io.raftboot.core.node.RaftNode;
import org.mockito.invocation.Invocation;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mockingDetails;

/** What a mocked node was given, with a reader of the answer and without. */
record SubmittedCommands(RaftNode node) {

	/** All of them end as this does, a reader's as the node would end it. */
	static SubmittedCommands endingAs(CompletableFuture<Committed> end, RaftNode node) {
		given(node.submit(any(), any(), any(CommandOptions.class))).willReturn(end);
		given(node.submit(any(), any(), any(), any())).willAnswer((invocation) -> {
			Function<Committed, ?> reader = invocation.getArgument(3);
			CompletableFuture<Object> read = new CompletableFuture<>();
			end.whenComplete((committed, failure) -> {
				try {
					if (failure != null) {
						throw failure;
					}
					read.complete(reader.apply(committed));
				}
				catch (Throwable ex) {
					read.completeExceptionally(ex);
				}
			});
			return read;
		});
		return new SubmittedCommands(node);
	}

	/** The commands for a machine, in their order. */
	List<String> to(String machine, Charset charset) {
		return calls().stream()
			.filter((call) -> machine.equals(call.getArgument(0)))
			.map((call) -> charset.decode(call.<ByteBuffer>getArgument(1).duplicate()).toString())
			.toList();
	}

	/** How they were to be submitted, in their order. */
	List<CommandOptions> options() {
		return calls().stream().map((call) -> call.<CommandOptions>getArgument(2)).toList();
	}

	private List<Invocation> calls() {
		return mockingDetails(this.node).getInvocations()
			.stream()
			.filter((call) -> call.getMethod().getName().equals("submit"))
			.toList();
	}

}
