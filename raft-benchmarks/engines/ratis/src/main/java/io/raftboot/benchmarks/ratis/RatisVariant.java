package io.raftboot.benchmarks.ratis;

import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.grpc.GrpcConfigKeys;
import org.apache.ratis.server.RaftServerConfigKeys;
import org.apache.ratis.util.SizeInBytes;

/** The ways Apache Ratis is set up here. */
enum RatisVariant {

	SHIPPED("ratis", ""),

	UNFORCED("ratis-unforced", ", log.unsafe-flush.enabled true: it forces behind the acknowledgement") {

		@Override
		boolean isDurable() {
			return false;
		}

		@Override
		void apply(RaftProperties properties) {
			RaftServerConfigKeys.Log.setUnsafeFlushEnabled(properties, true);
		}

	},

	/**
	 * Few appends on their way carry many entries each; with 128 of them, and with a
	 * log.appender.wait-time.min of 0 for the 1ms as shipped, an append carries an entry
	 * or two, and each one costs a message and a force on every follower. Not used:
	 * log.async-flush.enabled, which when a force ends counts as forced what was written
	 * meanwhile.
	 */
	TUNED("ratis-tuned", ", grpc.server.leader.outstanding.appends.max 2, log.log-metadata.enabled false, "
			+ "log.preallocated.size 32MB") {

		@Override
		void apply(RaftProperties properties) {
			GrpcConfigKeys.Server.setLeaderOutstandingAppendsMax(properties, 2);
			// Else each commit index goes into the log too, and is forced like an entry
			RaftServerConfigKeys.Log.setLogMetadataEnabled(properties, false);
			// A whole segment, else the file grows under the writes
			RaftServerConfigKeys.Log.setPreallocatedSize(properties, SizeInBytes.valueOf("32MB"));
		}

	};

	private final String engineName;

	private final String ownSettings;

	RatisVariant(String engineName, String ownSettings) {
		this.engineName = engineName;
		this.ownSettings = ownSettings;
	}

	String engineName() {
		return this.engineName;
	}

	String settings() {
		return "Apache Ratis 3.3.0 over gRPC, segmented log that is forced before each acknowledgement "
				+ "(log.unsafe-flush.enabled is false by default), rpc.timeout.min 500ms, rpc.timeout.max 1000ms, a heartbeat "
				+ "each 250ms follows from that, no snapshots" + this.ownSettings;
	}

	boolean isDurable() {
		return true;
	}

	/** Sets what this variant differs in. */
	void apply(RaftProperties properties) {
	}

}
