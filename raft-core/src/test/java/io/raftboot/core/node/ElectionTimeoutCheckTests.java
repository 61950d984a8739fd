package io.raftboot.core.node;

import java.time.Duration;
import java.util.List;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.raftboot.core.model.AppendEntries;
import io.raftboot.core.model.EntryBatch;
import io.raftboot.core.model.Heartbeat;
import io.raftboot.core.model.NodeId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/** What is said of leaders with another election timeout than 500 ms. */
class ElectionTimeoutCheckTests {

	private static final NodeId N2 = NodeId.of("n2");

	private final Logger logger = (Logger) LoggerFactory.getLogger(ElectionTimeoutCheck.class);

	private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

	private final ElectionTimeoutCheck check = new ElectionTimeoutCheck(NodeId.of("n1"), Duration.ofMillis(500));

	@BeforeEach
	void listen() {
		this.appender.start();
		this.logger.addAppender(this.appender);
	}

	@AfterEach
	void leave() {
		this.logger.detachAppender(this.appender);
	}

	private List<String> said() {
		return this.appender.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
	}

	@Test
	void nothingOfOneWithTheSame() {
		this.check.heard(new Heartbeat(N2, 2, 0, 1, 500));
		this.check.heard(new AppendEntries(N2, 2, 0, 0, 0, 1, 500, EntryBatch.EMPTY));
		assertThat(said()).isEmpty();
	}

	@Test
	void onceOfOneWithALonger() {
		this.check.heard(new Heartbeat(N2, 2, 0, 1, 2000));
		this.check.heard(new AppendEntries(N2, 2, 0, 0, 0, 1, 2000, EntryBatch.EMPTY));
		assertThat(said()).singleElement()
			.asString()
			.contains("leader n2 is 2000 ms, that of this node 500 ms", "set the same on all nodes");
	}

	@Test
	void againOfTheNextOne() {
		this.check.heard(new AppendEntries(N2, 2, 0, 0, 0, 1, 400, EntryBatch.EMPTY));
		this.check.heard(new Heartbeat(NodeId.of("n3"), 3, 0, 1, 500));
		this.check.heard(new Heartbeat(N2, 4, 0, 1, 400));
		assertThat(said()).hasSize(2);
	}

}
