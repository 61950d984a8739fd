package io.raftboot.autoconfigure;

import io.raftboot.core.node.RaftNode;
import io.raftboot.http.RaftPeerServlet;
import jakarta.servlet.http.HttpServlet;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Auto-configuration of the way in for other nodes through the web server of the
 * application, with {@code raft.transport.type=http}.
 */
@AutoConfiguration(after = RaftAutoConfiguration.class)
@ConditionalOnProperty(name = "raft.transport.type", havingValue = "http")
@ConditionalOnBean(RaftNode.class)
public final class RaftHttpTransportAutoConfiguration {

	private static final String SERVLET = "raftPeerServlet";

	/** The way in. */
	@Configuration(proxyBeanMethods = false)
	@Order(Ordered.HIGHEST_PRECEDENCE)
	@ConditionalOnWebApplication(type = Type.SERVLET)
	@ConditionalOnClass({ HttpServlet.class, ServletRegistrationBean.class })
	static class WithServer {

		// The web server comes before the node: it must not make the node
		@Bean(SERVLET)
		ServletRegistrationBean<RaftPeerServlet> raftPeerServlet(ObjectProvider<RaftNode> node) {
			RaftPeerServlet servlet = new RaftPeerServlet(() -> node.getObject().boundAddress());
			ServletRegistrationBean<RaftPeerServlet> registration = new ServletRegistrationBean<>(servlet,
					RaftPeerServlet.PATH);
			registration.setName(SERVLET);
			return registration;
		}

	}

	/** A node that nobody could reach. Comes after the other. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingBean(name = SERVLET)
	static class WithoutServer {

		WithoutServer() {
			throw new InvalidRaftPropertyException("raft.transport.type", "http",
					"The other nodes would come by way of a servlet web server, and this application has none",
					"Add spring-boot-starter-webmvc to the application, or set raft.transport.type=tcp");
		}

	}

}
