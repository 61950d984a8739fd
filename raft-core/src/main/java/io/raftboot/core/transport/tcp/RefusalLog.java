package io.raftboot.core.transport.tcp;

import java.util.LinkedHashMap;
import java.util.Map;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warns of bad connections, at most once a minute for each remote host: the others are
 * counted and told with the next line. Loop thread only.
 */
final class RefusalLog {

	private static final Logger logger = LoggerFactory.getLogger(TcpTransport.class);

	private static final long QUIET_NANOS = 60_000_000_000L;

	private static final int HOSTS_MAX = 256;

	private final Map<String, Record> records = new LinkedHashMap<>();

	/**
	 * Something about this host is to be told.
	 * @param host the remote address without its port, one line of log a minute
	 * @param what the whole sentence
	 * @return whether it was logged, for tests
	 */
	boolean warn(String host, String what, long nowNanos) {
		Record record = this.records.get(host);
		if (record != null && nowNanos - record.loggedNanos < QUIET_NANOS) {
			record.unlogged++;
			return false;
		}
		if (record == null) {
			makeRoom();
			record = new Record();
			this.records.put(host, record);
		}
		if (record.unlogged > 0) {
			logger.warn("{} ({} more since the last warning about {})", what, record.unlogged, host);
		}
		else {
			logger.warn("{}", what);
		}
		record.unlogged = 0;
		record.loggedNanos = nowNanos;
		return true;
	}

	private void makeRoom() {
		if (this.records.size() >= HOSTS_MAX) {
			this.records.remove(this.records.keySet().iterator().next());
		}
	}

	private static final class Record {

		private long loggedNanos;

		private int unlogged;

	}

}
