package io.raftboot.actuate;

import java.util.ArrayList;
import java.util.List;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.raftboot.core.model.Membership;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Peer;
import io.raftboot.core.model.RaftEvent;
import io.raftboot.core.node.RaftEventListener;
import io.raftboot.core.node.RaftNode;
import io.raftboot.core.node.RaftNodeOptions;
import org.jspecify.annotations.Nullable;

/**
 * Binds what a node says of itself when asked ({@link RaftNode#status}) to a registry,
 * and keeps the meters of peers in step with the members of the cluster. For any thread.
 */
public final class RaftMetrics implements MeterBinder, RaftEventListener {

	private final RaftNode node;

	private final RaftNodeOptions options;

	private final RaftHealthReasons healthReasons;

	private final @Nullable MicrometerNodeMeter meter;

	private final Tags tags = Tags.of("group", RaftNodeOptions.GROUP);

	private final List<PeerGauges> bound = new ArrayList<>();

	private List<NodeId> peers = List.of();

	/** Whether an event has said who the members are; the status may be older. */
	private boolean told;

	/**
	 * Binds nothing yet.
	 * @param meter whose peers are kept in step, too; null if there is none
	 */
	public RaftMetrics(RaftNode node, RaftNodeOptions options, RaftHealthReasons healthReasons,
			@Nullable MicrometerNodeMeter meter) {
		this.node = node;
		this.options = options;
		this.healthReasons = healthReasons;
		this.meter = meter;
	}

	@Override
	public synchronized void bindTo(MeterRegistry registry) {
		new StatusGauges(this.node, this.options, this.healthReasons).bindTo(registry, this.tags);
		new TransportMeters(this.node).bindTo(registry, this.tags);
		PeerGauges gauges = new PeerGauges(registry, this.node, this.tags);
		gauges.keep(this.peers);
		this.bound.add(gauges);
	}

	@Override
	public synchronized void onEvent(RaftEvent event) {
		if (event instanceof RaftEvent.MembershipChanged changed) {
			this.told = true;
			keep(changed.membership());
		}
		else if (!this.told) {
			// Members that a node has in its log when it starts are no event.
			keep(this.node.status().membership());
		}
	}

	private void keep(Membership membership) {
		this.peers = membership.members()
			.stream()
			.map(Peer::id)
			.filter((id) -> !id.equals(this.options.nodeId()))
			.toList();
		this.bound.forEach((gauges) -> gauges.keep(this.peers));
		if (this.meter != null) {
			this.meter.peers(this.peers);
		}
	}

}
