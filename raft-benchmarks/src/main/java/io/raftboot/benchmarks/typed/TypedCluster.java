package io.raftboot.benchmarks.typed;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

import io.raftboot.benchmarks.cluster.FreePorts;
import io.raftboot.benchmarks.load.Operation;
import io.raftboot.core.model.Role;
import io.raftboot.core.node.RaftNode;
import io.raftboot.spring.RaftOperations;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** Three applications in one JVM that form a cluster. */
public final class TypedCluster implements AutoCloseable {

	/** So that each level's entry has about the same size. */
	private static final int TEXT_OVERHEAD_BYTES = 44;

	private final List<ConfigurableApplicationContext> nodes = new ArrayList<>();

	/** Starts them with empty directories. */
	public TypedCluster(Path directory) throws IOException {
		int[] ports = FreePorts.find(3);
		String peers = "n1@127.0.0.1:" + ports[0] + ",n2@127.0.0.1:" + ports[1] + ",n3@127.0.0.1:" + ports[2];
		for (int i = 1; i <= ports.length; i++) {
			this.nodes.add(new SpringApplicationBuilder(TypedConfiguration.class).web(WebApplicationType.NONE)
				.bannerMode(Banner.Mode.OFF)
				.logStartupInfo(false)
				.registerShutdownHook(false)
				.run("--raft.node-id=n" + i, "--raft.peers=" + peers, "--raft.data-dir=" + directory.resolve("n" + i),
						"--logging.level.root=warn"));
		}
	}

	/** The node that leads. */
	public int awaitLeader(Duration timeout) throws TimeoutException {
		long deadlineNanos = System.nanoTime() + timeout.toNanos();
		while (System.nanoTime() - deadlineNanos < 0) {
			for (int node = 0; node < this.nodes.size(); node++) {
				if (node(node).status().role() == Role.LEADER && node(node).commandVersion(NoteService.NAME) > 0) {
					return node;
				}
			}
			LockSupport.parkNanos(1_000_000L);
		}
		throw new TimeoutException("No leader after " + timeout);
	}

	private RaftNode node(int node) {
		return this.nodes.get(node).getBean(RaftNode.class);
	}

	/** A write by this level on a node. */
	public Operation write(Level level, int node, int payloadBytes) {
		RaftNode raftNode = node(node);
		RaftOperations raft = this.nodes.get(node).getBean(RaftOperations.class).on(NoteService.NAME);
		Notes notes = this.nodes.get(node).getBean(Notes.class);
		String text = "x".repeat(Math.max(1, payloadBytes - TEXT_OVERHEAD_BYTES));
		return switch (level) {
			case PROPOSE ->
				(command, completion) -> raftNode.propose(TypedConfiguration.RAW, command).whenComplete(completion);
			case BY_HAND ->
				(command, completion) -> raftNode.propose(TypedConfiguration.HAND, NotesByHand.write(id(command), text))
					.thenApply(NotesByHand::answer)
					.whenComplete(completion);
			case SUBMIT ->
				(command, completion) -> raftNode.submit(TypedConfiguration.RAW, command).whenComplete(completion);
			case TEMPLATE -> (command, completion) -> raft.<Long>submit(new NoteCommand.Write(id(command), text))
				.whenComplete(completion);
			case BEAN -> (command, completion) -> notes.write(id(command), text).whenComplete(completion);
		};
	}

	private static long id(ByteBuffer command) {
		return command.getLong(command.position());
	}

	@Override
	public void close() {
		this.nodes.forEach(ConfigurableApplicationContext::close);
	}

}
