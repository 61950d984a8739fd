package io.raftboot.core.transport.tcp;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.List;

import io.raftboot.core.model.Message;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Peer;
import io.raftboot.core.transport.HostPort;
import io.raftboot.core.transport.Transport;
import io.raftboot.core.transport.TransportCounters;
import io.raftboot.core.transport.TransportListener;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@link Transport} over TCP. The thread that polls or awaits owns it from then on, until
 * another one does; {@link #start} and {@link #connectTo} may come before, from the
 * thread that starts it.
 * <p>
 * The node dials every peer and sends on what it dialled; messages come in on what it
 * accepted. A loss is reported once, when the dialled connection goes. Pieces of
 * snapshots have a second connection with a queue of its own, dialled when the first one
 * is sent and closed when it is idle; the node does not hear of it. Each connection is
 * asked for a sign of life every second and dialled again when none comes. Waits are
 * counted in whole milliseconds, rounded up.
 * <p>
 * With TLS its handshake comes first, within the same time limit. Connections made with
 * keys that have been replaced are made anew within a second; those that others dialled
 * are closed after a while, and their nodes dial again.
 */
public final class TcpTransport implements Transport {

	private static final Logger logger = LoggerFactory.getLogger(TcpTransport.class);

	private static final PeerLink[] NO_LINKS = {};

	/** A poll comes at least that often while there are timers; they ask for less. */
	private static final long TIMER_NANOS_MAX = 1_000_000_000L;

	private final TcpContext context;

	private final AddressResolver resolver;

	private PeerLink[] links = NO_LINKS;

	private @Nullable TransportListener listener;

	private @Nullable Acceptor acceptor;

	private boolean registered;

	private boolean closed;

	public TcpTransport(TcpTransportOptions options) {
		this.context = new TcpContext(options);
		this.resolver = new AddressResolver(this::wakeUp);
	}

	@Override
	public void start(TransportListener listener) throws IOException {
		if (this.listener != null) {
			throw new IllegalStateException("Transport is already started");
		}
		if (this.context.tls() != null) {
			logger.info("Connections between nodes use {}", this.context.tls());
		}
		this.acceptor = new Acceptor(this.context, bind(this.context.options().bind()), this::onWelcomed);
		this.listener = listener;
	}

	@Override
	public String boundAddress() {
		int port = startedAcceptor().address().getPort();
		return new HostPort(this.context.options().bind().host(), port).toString();
	}

	@Override
	public void connectTo(List<Peer> peers) {
		NodeId self = startedListener().hello().nodeId();
		List<PeerLink> kept = new ArrayList<>();
		for (Peer peer : this.closed ? List.<Peer>of() : peers) {
			if (!peer.id().equals(self)) {
				PeerLink link = linkTo(peer.id());
				boolean same = link != null && link.peer().address().equals(peer.address());
				PeerLink wanted = same ? link : newLink(peer);
				if (wanted != null) {
					kept.add(wanted);
				}
			}
		}
		for (PeerLink link : this.links) {
			if (!kept.contains(link)) {
				link.leave();
			}
		}
		this.links = kept.toArray(NO_LINKS);
	}

	/** What stands in a log must never keep a node from starting. */
	private @Nullable PeerLink newLink(Peer peer) {
		try {
			return new PeerLink(this.context, this.resolver, peer);
		}
		catch (IllegalArgumentException ex) {
			logger.warn("Node {} cannot be dialled: {}", peer.id(), ex.getMessage());
			return null;
		}
	}

	@Override
	public int poll() {
		if (this.closed) {
			return 0;
		}
		TransportListener listener = startedListener();
		register();
		// What a wait has read already goes first, without asking the system again
		if (this.context.hasArrivals()) {
			return this.context.deliver(listener);
		}
		long now = System.nanoTime();
		int work = this.context.loop().poll(now) + this.resolver.deliver();
		if (now - this.context.nextTimerNanos() >= 0) {
			runTimers(now);
		}
		return work + this.context.deliver(listener);
	}

	@Override
	public void await(long timeoutNanos) {
		if (this.closed) {
			return;
		}
		register();
		if (!this.context.hasArrivals()) {
			long timerNanos = this.context.nextTimerNanos() - System.nanoTime();
			this.context.loop().sleep(Math.min(timeoutNanos, timerNanos));
		}
	}

	@Override
	public void wakeUp() {
		this.context.loop().wakeUp();
	}

	@Override
	public boolean send(NodeId to, Message message) {
		PeerLink link = linkTo(to);
		if (link != null && link.send(message)) {
			return true;
		}
		this.context.counters().messageDropped();
		return false;
	}

	@Override
	public void flush() {
		for (PeerLink link : this.links) {
			link.flush();
		}
	}

	@Override
	public TransportCounters counters() {
		return this.context.counters().snapshot();
	}

	/** Closes all connections and the listener; what was flushed may still arrive. */
	@Override
	public void close() {
		if (this.closed) {
			return;
		}
		if (this.acceptor != null) {
			register();
		}
		this.closed = true;
		for (PeerLink link : this.links) {
			link.close();
		}
		this.links = NO_LINKS;
		this.context.farewells().close();
		this.resolver.close();
		if (this.context.tls() != null) {
			this.context.tls().close();
		}
		this.context.loop().close();
	}

	private void runTimers(long nowNanos) {
		this.context.resetTimer(nowNanos + TIMER_NANOS_MAX);
		TlsLayer tls = this.context.tls();
		if (tls != null) {
			tls.refresh(nowNanos);
		}
		for (PeerLink link : this.links) {
			link.onTimer(nowNanos);
		}
		this.context.farewells().onTimer(nowNanos);
		startedAcceptor().onTimer(nowNanos);
	}

	private void onWelcomed(NodeId from) {
		PeerLink link = linkTo(from);
		if (link != null) {
			link.hurry();
		}
	}

	private @Nullable PeerLink linkTo(NodeId id) {
		for (PeerLink link : this.links) {
			if (link.isTo(id)) {
				return link;
			}
		}
		return null;
	}

	private void register() {
		this.context.loop().own();
		if (!this.registered) {
			this.registered = true;
			startedAcceptor().start();
		}
	}

	private TransportListener startedListener() {
		if (this.listener == null) {
			throw new IllegalStateException("Transport is not started");
		}
		return this.listener;
	}

	private Acceptor startedAcceptor() {
		if (this.acceptor == null) {
			throw new IllegalStateException("Transport is not started");
		}
		return this.acceptor;
	}

	private static ServerSocketChannel bind(HostPort address) throws IOException {
		InetSocketAddress local = new InetSocketAddress(address.host(), address.port());
		if (local.isUnresolved()) {
			throw new IOException("Cannot listen on " + address + ": host '" + address.host() + "' is not known");
		}
		ServerSocketChannel channel = ServerSocketChannel.open();
		try {
			channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
			return channel.bind(local);
		}
		catch (IOException ex) {
			channel.close();
			throw new IOException("Cannot listen on " + address + ": " + reason(ex), ex);
		}
	}

	private static String reason(IOException failure) {
		String text = String.valueOf(failure.getMessage());
		if (failure instanceof BindException && text.contains("in use")) {
			return "port in use";
		}
		if (failure instanceof BindException && text.contains("assign")) {
			return "this machine has no such address";
		}
		return text;
	}

}
