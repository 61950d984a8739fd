package io.raftboot.benchmarks.meter;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

import javax.management.ListenerNotFoundException;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import javax.management.openmbean.CompositeData;

import com.sun.management.GarbageCollectionNotificationInfo;
import org.jspecify.annotations.Nullable;

/**
 * Pauses of the garbage collector, as its MXBeans tell them: whole milliseconds. Beans
 * that count concurrent work are left out.
 */
final class PauseCounter implements NotificationListener, AutoCloseable {

	private final List<GarbageCollectorMXBean> collectors = new ArrayList<>();

	private volatile long longestMillis;

	PauseCounter() {
		for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
			if (!collector.getName().contains("Concurrent") && !collector.getName().contains("Cycles")) {
				this.collectors.add(collector);
				((NotificationEmitter) collector).addNotificationListener(this, null, null);
			}
		}
	}

	long totalMillis() {
		long total = 0;
		for (GarbageCollectorMXBean collector : this.collectors) {
			total += Math.max(0, collector.getCollectionTime());
		}
		return total;
	}

	/** The longest pause since {@link #reset}. */
	long longestMillis() {
		return this.longestMillis;
	}

	void reset() {
		this.longestMillis = 0;
	}

	@Override
	public void handleNotification(Notification notification, @Nullable Object handback) {
		if (notification.getType().equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION)) {
			long millis = GarbageCollectionNotificationInfo.from((CompositeData) notification.getUserData())
				.getGcInfo()
				.getDuration();
			// One thread delivers all notifications
			this.longestMillis = Math.max(this.longestMillis, millis);
		}
	}

	@Override
	public void close() {
		for (GarbageCollectorMXBean collector : this.collectors) {
			try {
				((NotificationEmitter) collector).removeNotificationListener(this);
			}
			catch (ListenerNotFoundException ex) {
				throw new IllegalStateException(ex);
			}
		}
	}

}
