package io.raftboot.autoconfigure;

import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Configuration of the endpoint that shows the node.
 *
 * @param showAddresses To whom addresses of nodes and the data directory are shown.
 */
@ConfigurationProperties("raft.actuator")
public record RaftActuatorProperties(@DefaultValue("always") Show showAddresses) {

}
