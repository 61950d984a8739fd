package io.raftboot.core.protocol;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import io.raftboot.core.model.ClusterId;
import io.raftboot.core.model.ConfigurationEntry;
import io.raftboot.core.model.EntryBatch;
import io.raftboot.core.model.EntryBatchBuilder;
import io.raftboot.core.model.EntryLayout;
import io.raftboot.core.model.EntryType;
import io.raftboot.core.model.Membership;
import io.raftboot.core.model.Peer;

/**
 * What a leader writes first: a no-op (Raft §8). The first leader of a cluster writes the
 * cluster's identity and members before it.
 */
final class OpeningEntries {

	private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

	private OpeningEntries() {
	}

	/**
	 * @param incarnations of the members, in the order of the configuration
	 */
	static EntryBatch of(RaftContext context, long[] incarnations) {
		long index = context.log.lastIndex() + 1;
		long term = context.ballot.term();
		if (!context.log.isEmpty()) {
			return EntryBatchBuilder.single(index, term, EntryType.NO_OP, NOTHING);
		}
		ByteBuffer configuration = firstConfiguration(context, incarnations).encode();
		EntryBatchBuilder builder = new EntryBatchBuilder(index, term,
				EntryLayout.entryBytes(configuration.remaining()) + EntryLayout.entryBytes(0));
		builder.add(EntryType.CONFIGURATION, configuration);
		builder.add(EntryType.NO_OP, NOTHING);
		return builder.build();
	}

	private static ConfigurationEntry firstConfiguration(RaftContext context, long[] incarnations) {
		List<Peer> voters = new ArrayList<>();
		for (Peer listed : context.membership.membership().voters()) {
			voters.add(listed.withIncarnation(incarnations[voters.size()]));
		}
		// Never zero: that stands for a cluster not known yet.
		ClusterId clusterId = new ClusterId(context.random.nextLong() | 1, context.random.nextLong());
		return new ConfigurationEntry(clusterId, Membership.of(voters));
	}

}
