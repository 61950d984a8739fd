package io.raftboot.autoconfigure;

import io.raftboot.actuate.RaftHealthReasons;
import io.raftboot.core.node.NodeMeter;
import io.raftboot.core.node.RaftEventListener;
import io.raftboot.core.node.RaftNode;
import io.raftboot.core.node.RaftNodeBuilder;
import io.raftboot.core.node.RaftNodeOptions;
import io.raftboot.spring.JacksonPayloadFormat;
import io.raftboot.spring.PayloadFormat;
import io.raftboot.spring.RaftOperations;
import io.raftboot.spring.RaftStateMachine;
import io.raftboot.spring.RaftTemplate;
import io.raftboot.spring.ReplicatedBeanRegistrar;
import io.raftboot.spring.ReplicatedMachines;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * Auto-configuration of a {@link RaftNode} and of a {@link RaftTemplate} for an
 * application with a {@link RaftStateMachine}.
 */
@AutoConfiguration
@ConditionalOnBooleanProperty(name = "raft.enabled", matchIfMissing = true)
@ConditionalOnBean(annotation = RaftStateMachine.class, search = SearchStrategy.CURRENT)
@EnableConfigurationProperties({ RaftProperties.class, RaftHealthProperties.class })
public final class RaftAutoConfiguration {

	// Static: made before every other bean, which decides what the others are given
	@Bean
	static ReplicatedBeanRegistrar replicatedBeanRegistrar() {
		return new ReplicatedBeanRegistrar();
	}

	@Bean
	@ConditionalOnMissingBean
	PayloadFormat raftPayloadFormat() {
		return new JacksonPayloadFormat();
	}

	@Bean
	@ConditionalOnMissingBean
	ReplicatedMachines replicatedMachines(ConfigurableListableBeanFactory beanFactory, PayloadFormat payloadFormat) {
		return ReplicatedMachines.find(beanFactory, payloadFormat);
	}

	@Bean
	@ConditionalOnMissingBean
	RaftNodeOptions raftNodeOptions(RaftProperties properties, Environment environment) {
		return new RaftNodeOptionsFactory(WebServerSettings.of(environment)).create(properties);
	}

	@Bean
	@ConditionalOnMissingBean
	RaftNode raftNode(RaftNodeOptions options, ReplicatedMachines machines, ObjectProvider<NodeMeter> meter) {
		RaftNodeBuilder builder = RaftNode.builder(options);
		machines.stateMachines().forEach(builder::stateMachine);
		meter.ifAvailable(builder::meter);
		return builder.build();
	}

	@Bean
	@ConditionalOnMissingBean(RaftOperations.class)
	RaftTemplate raftTemplate(ObjectProvider<RaftNode> node, ObjectProvider<ReplicatedMachines> machines) {
		return new RaftTemplate(node::getObject, machines::getObject);
	}

	@Bean
	@ConditionalOnMissingBean
	RaftHealthReasons raftHealthReasons(RaftHealthProperties properties) {
		return new RaftHealthReasons(properties.maxLag(), properties.maxLagDuration());
	}

	@Bean
	@ConditionalOnMissingBean
	RaftEventPublisher raftEventPublisher(ApplicationContext context, RaftNodeOptions options) {
		return new RaftEventPublisher(context, options.nodeId());
	}

	@Bean
	@ConditionalOnMissingBean
	RaftNodeLifecycle raftNodeLifecycle(RaftNode node, RaftNodeOptions options, RaftProperties properties,
			ObjectProvider<RaftEventListener> listeners) {
		listeners.orderedStream().forEach(node::addListener);
		boolean warnWhenAlone = options.peers().isEmpty() && properties.standalone() == null;
		return new RaftNodeLifecycle(node, warnWhenAlone);
	}

	@Bean
	@ConditionalOnMissingBean
	RaftLeadershipHandOver raftLeadershipHandOver(RaftNode node) {
		return new RaftLeadershipHandOver(node);
	}

}
