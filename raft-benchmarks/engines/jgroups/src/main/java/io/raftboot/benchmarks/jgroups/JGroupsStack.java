package io.raftboot.benchmarks.jgroups;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.raftboot.benchmarks.cluster.ClusterSettings;
import org.jgroups.JChannel;

/**
 * A protocol stack in JGroups' own form, with places for what differs from node to node.
 *
 * @param resource name of the file next to this class
 * @param forced whether the log is forced
 */
record JGroupsStack(String resource, boolean forced) {

	/** A new channel with this stack, not yet connected. */
	JChannel channel(int node, int[] ports, Path directory, ClusterSettings settings) throws Exception {
		String hosts = Arrays.stream(ports)
			.mapToObj((port) -> "127.0.0.1[" + port + "]")
			.collect(Collectors.joining(","));
		String members = IntStream.range(0, ports.length).mapToObj(JGroupsStack::id).collect(Collectors.joining(","));
		String xml = template().replace("${port}", Integer.toString(ports[node]))
			.replace("${hosts}", hosts)
			.replace("${members}", members)
			.replace("${id}", id(node))
			.replace("${directory}", directory.toString())
			.replace("${forced}", Boolean.toString(this.forced))
			.replace("${election}", Long.toString(settings.electionTimeout().toMillis()))
			.replace("${heartbeat}", Long.toString(settings.heartbeatInterval().toMillis()));
		JChannel channel = new JChannel(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
		return channel.name(id(node));
	}

	private static String id(int node) {
		return "n" + (node + 1);
	}

	private String template() throws IOException {
		try (InputStream file = JGroupsStack.class.getResourceAsStream(this.resource)) {
			if (file == null) {
				throw new IOException("No " + this.resource);
			}
			return new String(file.readAllBytes(), StandardCharsets.UTF_8);
		}
	}

}
