package io.raftboot.core.node;

import java.util.ArrayList;
import java.util.List;

import io.raftboot.core.model.ClusterId;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Peer;
import io.raftboot.core.protocol.RaftCore;
import io.raftboot.core.transport.Hello;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Whom a node dials, and where, by what others said of themselves. */
class PeerAddressesTests {

	private static final ClusterId CLUSTER = new ClusterId(1, 2);

	private static final long MEMBERSHIP_INDEX = 5;

	private final RaftCore core = QuietCore.withThreeMembers(CLUSTER, MEMBERSHIP_INDEX);

	private final PeerAddresses addresses = new PeerAddresses(this.core, NodeId.of("n1"));

	@Test
	void aMemberThatMovedIsDialledWhereItSaysAlthoughTheConfigurationIsNewer() {
		this.addresses.seen(hello("n2", "host2:9000", 22L, MEMBERSHIP_INDEX - 2));
		assertThat(contacts()).containsExactlyInAnyOrder("n2@host2:9000", "n3@host3:7000");
	}

	@Test
	void itIsToldWhoMoved() {
		assertThat(this.addresses.moved()).isNull();
		this.addresses.seen(hello("n3", "host3:7000", 33L, MEMBERSHIP_INDEX));
		assertThat(this.addresses.moved()).isNull();
		this.addresses.seen(hello("n2", "host2:9000", 22L, MEMBERSHIP_INDEX));
		assertThat(this.addresses.moved()).isEqualTo(new Peer(NodeId.of("n2"), "host2:9000", 22L));
	}

	/** It lost its disk, or took the place of another. */
	@Test
	void anotherDirectoryUnderTheSameIdHasNotMoved() {
		this.addresses.seen(hello("n2", "host2:9000", 99L, MEMBERSHIP_INDEX));
		assertThat(this.addresses.moved()).isNull();
	}

	/**
	 * A candidate may need this node's vote, and does not get it over its own way here.
	 */
	@Test
	void whoKnowsALaterConfigurationIsAnsweredAlthoughItIsNoMemberHere() {
		this.addresses.seen(hello("n4", "host4:7000", 44L, MEMBERSHIP_INDEX + 1));
		this.addresses.seen(hello("n5", "host5:7000", 55L, MEMBERSHIP_INDEX));
		assertThat(contacts()).containsExactlyInAnyOrder("n2@host2:7000", "n3@host3:7000", "n4@host4:7000");
	}

	private List<String> contacts() {
		List<Peer> contacts = new ArrayList<>(this.core.contacts());
		this.addresses.adjust(contacts);
		return contacts.stream().map((peer) -> peer.id() + "@" + peer.address()).toList();
	}

	private static Hello hello(String id, String address, long incarnation, long membershipIndex) {
		return new Hello("default", CLUSTER, NodeId.of(id), incarnation, 0L, membershipIndex, address, false,
				List.of());
	}

}
