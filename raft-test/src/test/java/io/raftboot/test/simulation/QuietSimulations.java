package io.raftboot.test.simulation;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import org.slf4j.Marker;

/**
 * Lets no word of simulated nodes through: thousands of them are born and crash in a
 * build, and a failure tells its own story.
 */
public final class QuietSimulations extends TurboFilter {

	@Override
	public FilterReply decide(Marker marker, Logger logger, Level level, String format, Object[] parameters,
			Throwable failure) {
		String thread = Thread.currentThread().getName();
		return thread.startsWith("simulation-") ? FilterReply.DENY : FilterReply.NEUTRAL;
	}

}
