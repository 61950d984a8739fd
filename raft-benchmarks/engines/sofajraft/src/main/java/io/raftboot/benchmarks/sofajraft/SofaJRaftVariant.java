package io.raftboot.benchmarks.sofajraft;

import com.alipay.sofa.jraft.option.NodeOptions;
import com.alipay.sofa.jraft.option.ReadOnlyOption;

/** The ways SOFAJRaft is set up here. */
enum SofaJRaftVariant {

	SHIPPED("sofajraft", ""),

	UNFORCED("sofajraft-unforced", ", sync false") {

		@Override
		boolean isDurable() {
			return false;
		}

		@Override
		void apply(NodeOptions options) {
			options.getRaftOptions().setSync(false);
		}

	},

	LEASE("sofajraft-lease", ", readOnlyOptions ReadOnlyLeaseBased") {

		@Override
		void apply(NodeOptions options) {
			options.getRaftOptions().setReadOnlyOptions(ReadOnlyOption.ReadOnlyLeaseBased);
		}

	};

	private final String engineName;

	private final String ownSettings;

	SofaJRaftVariant(String engineName, String ownSettings) {
		this.engineName = engineName;
		this.ownSettings = ownSettings;
	}

	String engineName() {
		return this.engineName;
	}

	String settings() {
		return "SOFAJRaft 1.4.1 over Bolt, log in RocksDB 8.8.1 that syncs each batch (sync is true by default), "
				+ "electionTimeoutMs 500, maxElectionDelayMs 500, electionHeartbeatFactor 5, raftRpcThreadPoolSize 64, "
				+ "no snapshots, reads without timers of their own" + this.ownSettings;
	}

	boolean isDurable() {
		return true;
	}

	/** Sets what this variant differs in. */
	void apply(NodeOptions options) {
	}

}
