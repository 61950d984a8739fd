package io.raftboot.core.node;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

import io.raftboot.core.model.ClusterId;
import io.raftboot.core.model.ConfigurationEntry;
import io.raftboot.core.model.EntryBatch;
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

/**
 * The protocol of node n1 in a cluster of three, incarnations 11, 22 and 33, in which
 * nothing happens.
 */
final class QuietCore {

	private QuietCore() {
	}

	static RaftCore withThreeMembers(ClusterId cluster, long membershipIndex) {
		return withThreeMembers(cluster, membershipIndex, (batch) -> {
		});
	}

	/** One that tells what it appends to its log. */
	static RaftCore withThreeMembers(ClusterId cluster, long membershipIndex, Consumer<EntryBatch> appended) {
		Membership membership = Membership.of(List.of(new Peer(NodeId.of("n1"), "host1:7000", 11L),
				new Peer(NodeId.of("n2"), "host2:7000", 22L), new Peer(NodeId.of("n3"), "host3:7000", 33L)));
		TermIndex terms = TermIndex.behind(0, 0);
		terms.append(1, membershipIndex);
		InitialState state = new InitialState(NodeId.of("n1"), 11L, new HardState(1, null), terms,
				List.of(new IndexedConfiguration(membershipIndex, new ConfigurationEntry(cluster, membership))),
				List.of());
		RaftSettings settings = new RaftSettings(300_000_000L, 50_000_000L, 10, 1 << 20, 16, 1 << 20, 1 << 20, 100);
		return new RaftCore(settings, state, new NoBytes(), new SplittableRandom(1), output(appended), 0L);
	}

	/** Takes every call and does nothing else. */
	private static Output output(Consumer<EntryBatch> appended) {
		return (Output) Proxy.newProxyInstance(Output.class.getClassLoader(), new Class<?>[] { Output.class },
				(proxy, method, arguments) -> {
					if (method.getName().equals("append")) {
						appended.accept((EntryBatch) arguments[1]);
					}
					return null;
				});
	}

	/** Entries that weigh nothing. */
	private static final class NoBytes implements EntrySizes {

		@Override
		public long lastIndexWithin(long firstIndex, long lastIndex, int bytesMax) {
			return lastIndex;
		}

		@Override
		public long bytes(long firstIndex, long lastIndex) {
			return 0L;
		}

	}

}
