package io.raftboot.autoconfigure;

import io.raftboot.core.node.RaftNode;
import io.raftboot.spring.RaftStateMachine;
import io.raftboot.spring.RaftTemplate;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Import;

/**
 * Auto-configuration of a {@link RaftNode} and of a {@link RaftTemplate} for an
 * application with a {@link RaftStateMachine}. Says when; the imported classes say what.
 */
@AutoConfiguration(after = SslAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "raft.enabled", matchIfMissing = true)
@ConditionalOnBean(annotation = RaftStateMachine.class, search = SearchStrategy.CURRENT)
@EnableConfigurationProperties({ RaftProperties.class, RaftHealthProperties.class })
@Import({ ReplicatedMachineConfiguration.class, RaftNodeConfiguration.class, RaftTemplateConfiguration.class })
public final class RaftAutoConfiguration {

}
