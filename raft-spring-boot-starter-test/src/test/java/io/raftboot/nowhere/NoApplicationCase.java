package io.raftboot.nowhere;

import io.raftboot.spring.test.EmbeddedRaftCluster;
import org.junit.jupiter.api.Test;

/** No application in its package or above. */
@EmbeddedRaftCluster
public class NoApplicationCase {

	@Test
	void isNotReached() {
	}

}
