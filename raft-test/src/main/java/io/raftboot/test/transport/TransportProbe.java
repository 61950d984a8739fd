package io.raftboot.test.transport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;

import io.raftboot.core.model.ClusterId;
import io.raftboot.core.model.AppendEntries;
import io.raftboot.core.model.Message;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Peer;
import io.raftboot.core.model.SnapshotChunk;
import io.raftboot.core.transport.Hello;
import io.raftboot.core.transport.Refusal;
import io.raftboot.core.transport.Transport;
import io.raftboot.core.transport.TransportListener;
import org.jspecify.annotations.Nullable;

/**
 * A transport and a listener that writes down all it is told. Several probes can be run
 * by one thread.
 */
public final class TransportProbe implements TransportListener, AutoCloseable {

	private static final long PATIENCE_NANOS = 20_000_000_000L;

	private final NodeId id;

	private final Transport transport;

	private final List<Message> messages = new ArrayList<>();

	private final List<String> events = new ArrayList<>();

	private final List<Refusal> refusals = new ArrayList<>();

	private final List<Hello> greeted = new ArrayList<>();

	private Hello hello;

	private @Nullable Refusal verdict;

	private @Nullable RuntimeException failure;

	private TransportProbe(String id, String group, Transport transport) {
		this.id = NodeId.of(id);
		this.transport = transport;
		this.hello = new Hello(group, ClusterId.NONE, this.id, 7L, 99L, 0L, "", false, List.of());
	}

	/** Starts a transport under this name. */
	public static TransportProbe start(String id, Transport transport) {
		return start(id, "default", transport);
	}

	/** Starts a transport under this name, for a node of this group. */
	public static TransportProbe start(String id, String group, Transport transport) {
		TransportProbe probe = new TransportProbe(id, group, transport);
		try {
			transport.start(probe);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return probe;
	}

	/** Runs all probes until the condition holds. */
	public static void runUntil(BooleanSupplier condition, TransportProbe... probes) {
		long end = System.nanoTime() + PATIENCE_NANOS;
		while (!condition.getAsBoolean()) {
			if (System.nanoTime() - end > 0) {
				throw new AssertionError("Not within 20 s: " + Arrays.toString(probes));
			}
			if (runOnce(probes) == 0) {
				probes[0].transport.await(1_000_000L);
			}
		}
	}

	/** Runs all probes until none has anything to do any more. */
	public static void settle(TransportProbe... probes) {
		int idle = 0;
		while (idle < 20) {
			idle = (runOnce(probes) == 0) ? idle + 1 : 0;
			probes[0].transport.await(1_000_000L);
		}
	}

	private static int runOnce(TransportProbe... probes) {
		int work = 0;
		for (TransportProbe probe : probes) {
			work += probe.transport.poll();
			probe.transport.flush();
		}
		return work;
	}

	public NodeId id() {
		return this.id;
	}

	public Transport transport() {
		return this.transport;
	}

	/** This probe as a peer of others. */
	public Peer asPeer() {
		return new Peer(this.id, this.transport.boundAddress(), 0L);
	}

	public void connectTo(TransportProbe... peers) {
		List<Peer> list = new ArrayList<>();
		for (TransportProbe peer : peers) {
			list.add(peer.asPeer());
		}
		this.transport.connectTo(list);
	}

	/** From now on everybody is refused with this, or nobody with null. */
	public void refuseAll(@Nullable Refusal verdict) {
		this.verdict = verdict;
	}

	/** From now on every message ends in this exception. */
	public void failOnMessage(RuntimeException failure) {
		this.failure = failure;
	}

	public void introduceAs(Hello hello) {
		this.hello = hello;
	}

	/** Messages in the order they came. */
	public List<Message> messages() {
		return this.messages;
	}

	/** Those of the messages that are pieces of snapshots. */
	public List<SnapshotChunk> chunks() {
		return this.messages.stream().filter(SnapshotChunk.class::isInstance).map(SnapshotChunk.class::cast).toList();
	}

	/** {@code "+id"} for each connect, {@code "-id"} for each loss. */
	public List<String> events() {
		return this.events;
	}

	/** What others had against us. */
	public List<Refusal> refusals() {
		return this.refusals;
	}

	/** Who was to be checked. */
	public List<Hello> greeted() {
		return this.greeted;
	}

	public boolean isConnectedTo(TransportProbe peer) {
		return this.events.lastIndexOf("+" + peer.id) > this.events.lastIndexOf("-" + peer.id);
	}

	@Override
	public Hello hello() {
		return this.hello;
	}

	@Override
	public @Nullable Refusal check(Hello remote) {
		this.greeted.add(remote);
		return this.verdict;
	}

	@Override
	public void onMessage(Message message) {
		if (this.failure != null) {
			throw this.failure;
		}
		this.messages.add(keep(message));
	}

	/** The memory of entries is the transport's again after the call. */
	private static Message keep(Message message) {
		if (message instanceof AppendEntries append && !append.entries().isEmpty()) {
			ByteBuffer memory = ByteBuffer.allocate(append.entries().byteSize()).order(ByteOrder.LITTLE_ENDIAN);
			return append.withEntries(append.entries().copyInto(memory));
		}
		return message;
	}

	@Override
	public void onConnected(NodeId peer) {
		this.events.add("+" + peer);
	}

	@Override
	public void onDisconnected(NodeId peer) {
		this.events.add("-" + peer);
	}

	@Override
	public void onRefused(NodeId peer, Refusal refusal) {
		this.refusals.add(refusal);
	}

	@Override
	public void close() {
		this.transport.close();
	}

	@Override
	public String toString() {
		return this.id + " with " + this.messages.size() + " messages, events " + this.events + ", refusals "
				+ this.refusals;
	}

}
