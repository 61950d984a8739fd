package io.raftboot.spring.test;

import io.raftboot.core.node.RaftNode;
import io.raftboot.core.node.RaftStatus;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ConfigurableApplicationContext;

/**
 * A node of a {@link RaftCluster}: stays the same object while its application is killed
 * and started again. For any thread.
 */
public final class RaftClusterNode {

	private final NodeIdentity identity;

	private final NodeHost host;

	private final NodeApplication application;

	private volatile @Nullable ConfigurableApplicationContext context;

	private volatile @Nullable RaftNode raftNode;

	RaftClusterNode(NodeIdentity identity, NodeHost host, NodeApplication application) {
		this.identity = identity;
		this.host = host;
		this.application = application;
	}

	/** Its id: n1, n2, ... */
	public String id() {
		return this.identity.id();
	}

	/** Whether its application runs. */
	public boolean isRunning() {
		return this.context != null;
	}

	/**
	 * Its application context.
	 * @return that of the latest start: another one after a restart
	 * @throws IllegalStateException if it does not run
	 */
	public ConfigurableApplicationContext context() {
		ConfigurableApplicationContext context = this.context;
		if (context == null) {
			throw new IllegalStateException("Node " + id() + " does not run");
		}
		return context;
	}

	/**
	 * A bean of its application context.
	 * @param <T> type of the bean
	 * @param type type of the bean
	 * @return the bean of the latest start
	 * @throws IllegalStateException if the node does not run
	 * @throws org.springframework.beans.BeansException if there is no such bean, or
	 * several
	 */
	public <T> T bean(Class<T> type) {
		return context().getBean(type);
	}

	/**
	 * A bean of its application context.
	 * @param <T> type of the bean
	 * @param name name of the bean
	 * @param type type of the bean
	 * @return the bean of the latest start
	 * @throws IllegalStateException if the node does not run
	 * @throws org.springframework.beans.BeansException if there is no such bean
	 */
	public <T> T bean(String name, Class<T> type) {
		return context().getBean(name, type);
	}

	/** What it knows of itself, or said last if it does not run. */
	public RaftStatus status() {
		RaftNode known = this.raftNode;
		if (known == null) {
			throw new IllegalStateException("Node " + id() + " was not started yet");
		}
		return known.status();
	}

	/**
	 * The port of its web server.
	 * @throws IllegalStateException if it does not run, or has none
	 */
	public int port() {
		Integer port = context().getEnvironment().getProperty("local.server.port", Integer.class);
		if (port == null) {
			throw new IllegalStateException(
					"Node " + id() + " has no web server: there is one with @EmbeddedRaftCluster(web = true)");
		}
		return port;
	}

	NodeHost host() {
		return this.host;
	}

	/** Does nothing if it runs. */
	void start() {
		if (this.context == null) {
			ConfigurableApplicationContext started = this.application.run(this.identity, this.host);
			this.raftNode = started.getBean(RaftNode.class);
			this.context = started;
		}
	}

	/** In order: a leader hands over first. */
	void stop() {
		ConfigurableApplicationContext stopped = this.context;
		if (stopped != null) {
			this.context = null;
			stopped.close();
		}
	}

	/** Without a word to the others. */
	void kill() {
		ConfigurableApplicationContext killed = this.context;
		if (killed != null) {
			this.context = null;
			this.host.losePower();
			abandon();
			killed.close();
		}
	}

	/** Takes part no more; the application still runs. */
	void abandon() {
		RaftNode known = this.raftNode;
		if (known != null) {
			known.close();
		}
	}

	@Override
	public String toString() {
		RaftNode known = this.raftNode;
		if (!isRunning() || known == null) {
			return id() + " (down)";
		}
		RaftStatus status = known.status();
		return id() + " (" + status.state() + ", " + status.role() + " in term " + status.term() + ", leader "
				+ status.leader() + ", applied " + status.appliedIndex() + " of " + status.lastIndex() + ")";
	}

}
