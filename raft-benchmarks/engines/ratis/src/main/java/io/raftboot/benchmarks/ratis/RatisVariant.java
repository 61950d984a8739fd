package io.raftboot.benchmarks.ratis;

import java.util.concurrent.TimeUnit;

import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.grpc.GrpcConfigKeys;
import org.apache.ratis.server.RaftServerConfigKeys;
import org.apache.ratis.util.SizeInBytes;
import org.apache.ratis.util.TimeDuration;

/** The ways Apache Ratis is set up here. */
enum RatisVariant {

	SHIPPED("ratis", ""),

	TUNED("ratis-tuned",
			", log.appender.wait-time.min 0, log.appender.buffer.byte-limit 16MB, log.write.buffer.size 32MB, "
					+ "log.segment.size.max 64MB, " + "log.log-metadata.enabled off, "
					+ "grpc.server.leader.outstanding.appends.max 128, retrycache.expirytime 5s") {

		@Override
		void apply(RaftProperties properties) {
			RaftServerConfigKeys.Log.Appender.setWaitTimeMin(properties, TimeDuration.ZERO);
			RaftServerConfigKeys.Log.Appender.setBufferByteLimit(properties, SizeInBytes.valueOf("16MB"));
			RaftServerConfigKeys.Log.setWriteBufferSize(properties, SizeInBytes.valueOf("32MB"));
			RaftServerConfigKeys.Log.setSegmentSizeMax(properties, SizeInBytes.valueOf("64MB"));
			// Else the commit index goes into the log too, and is forced like an entry
			RaftServerConfigKeys.Log.setLogMetadataEnabled(properties, false);
			GrpcConfigKeys.Server.setLeaderOutstandingAppendsMax(properties, 128);
			RaftServerConfigKeys.RetryCache.setExpiryTime(properties, TimeDuration.valueOf(5, TimeUnit.SECONDS));
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
				+ "(unsafe flush is off by default), rpc.timeout.min 500ms, rpc.timeout.max 1000ms, a heartbeat "
				+ "each 250ms follows from that, no snapshots" + this.ownSettings;
	}

	/** Sets what this variant differs in. */
	void apply(RaftProperties properties) {
	}

}
