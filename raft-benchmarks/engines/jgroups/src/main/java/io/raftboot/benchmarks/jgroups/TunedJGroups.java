package io.raftboot.benchmarks.jgroups;

import io.raftboot.benchmarks.cluster.Engine;

/**
 * jgroups-raft with a stack for throughput over TCP, and without a snapshot per megabyte
 * of log.
 */
public class TunedJGroups extends Engine {

	private static final String SETTINGS = """
			jgroups-raft 1.1.4.Final on JGroups 5.4.11.Final: %s, max_log_size=10^12 (no snapshots), max_log_cache_size=16384, \
			processing_queue_max_size=65536, resend_interval=heartbeat interval, \
			vote_timeout=election timeout; TCP: tcp_nodelay=true, bundler transfer-queue with \
			max_size=64K and capacity=65536, thread pool 0 to 200; TCPPING; MERGE3 1 to 3 s; FD_SOCK2; \
			FD_ALL3 interval=heartbeat interval, timeout=election timeout; VERIFY_SUSPECT2 \
			timeout=election timeout; NAKACK2 and UNICAST3 xmit_interval=100; STABLE \
			desired_avg_gossip=50 s, max_bytes=10M; UFC and MFC max_credits=10M, min_threshold=0.4; \
			FRAG4 frag_size=60K; NO_DUPES, ELECTION, REDIRECT, no CLIENT""";

	public TunedJGroups() {
		this("jgroups-tuned", "log_use_fsync=true (the default false never forces)", true);
	}

	TunedJGroups(String name, String forcing, boolean forced) {
		super(name, SETTINGS.formatted(forcing), forced,
				() -> new JGroupsCluster(name, new JGroupsStack("tuned.xml", forced)));
	}

}
