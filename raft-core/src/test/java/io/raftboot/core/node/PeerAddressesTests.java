package io.raftboot.core.node;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import io.raftboot.core.model.ClusterId;
import io.raftboot.core.model.ConfigurationEntry;
import io.raftboot.core.model.HardState;
import io.raftboot.core.model.Membership;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Peer;
import io.raftboot.core.protocol.EntrySizes;
import io.raftboot.core.protocol.IndexedConfiguration;
import io.raftboot.core.protocol.InitialState;
import io.raftboot.core.protocol.Output;
import io.raftboot.core.protocol.RaftCore;
import io.raftboot.core.protocol.RaftSettings;
import io.raftboot.core.protocol.TermIndex;
import io.raftboot.core.transport.Hello;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Whom a node dials, and where, by what others said of themselves. */
class PeerAddressesTests {

	private static final ClusterId CLUSTER = new ClusterId(1, 2);

	private static final long MEMBERSHIP_INDEX = 5;

	private final RaftCore core = core();

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

	private static RaftCore core() {
		Membership membership = Membership.of(List.of(new Peer(NodeId.of("n1"), "host1:7000", 11L),
				new Peer(NodeId.of("n2"), "host2:7000", 22L), new Peer(NodeId.of("n3"), "host3:7000", 33L)));
		TermIndex terms = TermIndex.behind(0, 0);
		terms.append(1, MEMBERSHIP_INDEX);
		InitialState state = new InitialState(NodeId.of("n1"), 11L, new HardState(1, null), terms,
				List.of(new IndexedConfiguration(MEMBERSHIP_INDEX, new ConfigurationEntry(CLUSTER, membership))),
				List.of());
		RaftSettings settings = new RaftSettings(300_000_000L, 50_000_000L, 10, 1 << 20, 16, 1 << 20, 1 << 20, 100);
		return new RaftCore(settings, state, nothing(EntrySizes.class), new SplittableRandom(1), nothing(Output.class),
				0L);
	}

	/** Takes every call and does nothing. */
	private static <T> T nothing(Class<T> type) {
		return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type },
				(proxy, method, arguments) -> (method.getReturnType() == long.class) ? 0L : null));
	}

}
