package io.raftboot.sample;

import java.util.Map;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the sample.
 *
 * @param store where each node keeps its items
 * @param initial texts by key that a new cluster begins with
 */
@ConfigurationProperties("sample")
record SampleProperties(@DefaultValue("h2") Store store, @DefaultValue Map<String, String> initial) {

	/** Where a node keeps its items. */
	enum Store {

		/** In memory: a restart replays the whole log. */
		MEMORY,
		/** In an H2 database in the data directory of the node. */
		H2

	}

}
