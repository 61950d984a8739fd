package io.raftboot.test.snapshot;

import java.util.List;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.raftboot.core.snapshot.FileSnapshotStore;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/** What the store warns of, instead of on the console. */
final class SnapshotWarnings implements BeforeEachCallback, AfterEachCallback {

	private final Logger logger = (Logger) LoggerFactory.getLogger(FileSnapshotStore.class);

	private final ListAppender<ILoggingEvent> events = new ListAppender<>();

	@Override
	public void beforeEach(ExtensionContext context) {
		this.logger.setAdditive(false);
		this.logger.addAppender(this.events);
		this.events.start();
	}

	@Override
	public void afterEach(ExtensionContext context) {
		this.logger.detachAppender(this.events);
		this.logger.setAdditive(true);
	}

	List<String> messages() {
		return this.events.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
	}

	void clear() {
		this.events.list.clear();
	}

}
