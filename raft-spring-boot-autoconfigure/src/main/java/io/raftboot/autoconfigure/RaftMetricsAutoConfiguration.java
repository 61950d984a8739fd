package io.raftboot.autoconfigure;

import io.micrometer.core.instrument.MeterRegistry;
import io.raftboot.actuate.MicrometerNodeMeter;
import io.raftboot.actuate.RaftHealthReasons;
import io.raftboot.actuate.RaftMetrics;
import io.raftboot.core.node.NodeMeter;
import io.raftboot.core.node.RaftNode;
import io.raftboot.core.node.RaftNodeOptions;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of {@link RaftMetrics} and of a {@link MicrometerNodeMeter}. Without
 * a registry the node measures nothing.
 */
@AutoConfiguration(after = { RaftAutoConfiguration.class, MetricsAutoConfiguration.class,
		CompositeMeterRegistryAutoConfiguration.class })
@ConditionalOnClass({ MeterRegistry.class, MetricsAutoConfiguration.class })
@ConditionalOnBooleanProperty(name = "management.metrics.enable.raft", matchIfMissing = true)
@ConditionalOnBean({ RaftNode.class, RaftNodeOptions.class, RaftHealthReasons.class })
@ConditionalOnSingleCandidate(MeterRegistry.class)
public final class RaftMetricsAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(NodeMeter.class)
	MicrometerNodeMeter raftNodeMeter(MeterRegistry registry) {
		return new MicrometerNodeMeter(registry, RaftNodeOptions.GROUP);
	}

	@Bean
	@ConditionalOnMissingBean
	RaftMetrics raftMetrics(RaftNode node, RaftNodeOptions options, RaftHealthReasons healthReasons,
			ObjectProvider<MicrometerNodeMeter> meter) {
		return new RaftMetrics(node, options, healthReasons, meter.getIfAvailable());
	}

}
