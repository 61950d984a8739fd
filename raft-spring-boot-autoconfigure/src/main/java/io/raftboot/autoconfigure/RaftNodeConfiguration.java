package io.raftboot.autoconfigure;

import io.raftboot.actuate.RaftHealthReasons;
import io.raftboot.core.node.NodeMeter;
import io.raftboot.core.node.RaftEventListener;
import io.raftboot.core.node.RaftNode;
import io.raftboot.core.node.RaftNodeBuilder;
import io.raftboot.core.node.RaftNodeOptions;
import io.raftboot.spring.ReplicatedMachines;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** The node, its start and stop, and what it tells the application. */
@Configuration(proxyBeanMethods = false)
final class RaftNodeConfiguration {

	@Bean
	@ConditionalOnMissingBean
	RaftNodeOptions raftNodeOptions(RaftProperties properties, Environment environment,
			ObjectProvider<SslBundles> bundles, ObjectProvider<RaftNodeCustomizer> customizers) {
		RaftNodeOptions.Builder options = new RaftNodeOptionsFactory(WebServerSettings.of(environment))
			.create(properties)
			.tls(BundlePeerTls.of(properties.tls(), bundles::getIfAvailable));
		customizers.orderedStream().forEach((customizer) -> customizer.customize(options));
		return options.build();
	}

	@Bean
	@ConditionalOnMissingBean
	RaftNode raftNode(RaftNodeOptions options, ReplicatedMachines machines, ObjectProvider<NodeMeter> meter,
			ObjectProvider<RaftNodeBuilderCustomizer> customizers) {
		RaftNodeBuilder builder = RaftNode.builder(options);
		machines.stateMachines().forEach(builder::stateMachine);
		meter.ifAvailable(builder::meter);
		customizers.orderedStream().forEach((customizer) -> customizer.customize(builder));
		return builder.build();
	}

	@Bean
	@ConditionalOnMissingBean
	RaftNodeLifecycle raftNodeLifecycle(RaftNode node, RaftNodeOptions options, RaftProperties properties,
			ObjectProvider<RaftEventListener> listeners) {
		listeners.orderedStream().forEach(node::addListener);
		boolean warnWhenAlone = options.peers().isEmpty() && properties.standalone() == null;
		return new RaftNodeLifecycle(node, warnWhenAlone, properties.shutdown().drainTimeout());
	}

	@Bean
	@ConditionalOnMissingBean
	RaftLeadershipHandOver raftLeadershipHandOver(RaftNode node, RaftProperties properties) {
		return new RaftLeadershipHandOver(node, properties.shutdown().readinessGrace());
	}

	@Bean
	@ConditionalOnMissingBean
	RaftEventPublisher raftEventPublisher(ApplicationContext context, RaftNodeOptions options) {
		return new RaftEventPublisher(context, options.nodeId());
	}

	@Bean
	@ConditionalOnMissingBean
	RaftHealthReasons raftHealthReasons(RaftHealthProperties properties, RaftNode node) {
		return new RaftHealthReasons(properties.limits(), node::freeBytes);
	}

}
