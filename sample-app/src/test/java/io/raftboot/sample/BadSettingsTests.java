package io.raftboot.sample;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * A node that is set up wrongly does not start, says clearly what is wrong, and leaves
 * nothing running. {@link BadStartIT} shows that its process ends.
 */
@ExtendWith(OutputCaptureExtension.class)
class BadSettingsTests {

	private final int raftPort = FreePorts.next();

	@TempDir
	Path directory;

	@AfterEach
	void nothingRuns() {
		ProcessCluster.await("the end of its threads")
			.until(() -> Thread.getAllStackTraces()
				.keySet()
				.stream()
				.noneMatch((thread) -> thread.getName().startsWith("raft-x")));
	}

	@Test
	void aRaftPortInUse(CapturedOutput output) throws IOException {
		try (ServerSocket socket = new ServerSocket(this.raftPort, 1, InetAddress.getLoopbackAddress())) {
			assertFails(output, "x1", "127.0.0.1:" + socket.getLocalPort(), "in use");
		}
	}

	@Test
	void aNodeThatIsNotAmongItsPeers(CapturedOutput output) {
		assertThatException()
			.isThrownBy(() -> start("x9", "--raft.peers=n1@127.0.0.1:" + this.raftPort + ",n2@127.0.0.1:1"));
		assertSays(output, "x9", "raft.peers");
	}

	@Test
	void aDataDirectoryThatIsAFile(CapturedOutput output) throws IOException {
		Files.createFile(dataDirectory());
		assertFails(output, "x1", dataDirectory().toString(), "raft.data-dir");
	}

	@Test
	void theDirectoryOfAnotherNode(CapturedOutput output) {
		startAlone("x1").close();
		assertFails(output, "x2", "x1", "x2", dataDirectory().toString());
	}

	@Test
	void aDamagedDatabase(CapturedOutput output) throws IOException {
		Files.createDirectories(H2Database.file(dataDirectory()).getParent());
		Files.write(H2Database.file(dataDirectory()), new byte[20_000]);
		assertFails(output, "x1", "items.mv.db cannot be opened", "delete it and start again");
	}

	private void assertFails(CapturedOutput output, String id, String... texts) {
		assertThatException().isThrownBy(() -> startAlone(id));
		assertSays(output, texts);
	}

	private static void assertSays(CapturedOutput output, String... texts) {
		assertThat(output).contains("APPLICATION FAILED TO START").contains(texts);
	}

	private Path dataDirectory() {
		return this.directory.resolve("data");
	}

	private ConfigurableApplicationContext startAlone(String id) {
		return start(id, "--raft.peers=" + id + "@127.0.0.1:" + this.raftPort);
	}

	private ConfigurableApplicationContext start(String id, String... settings) {
		List<String> arguments = new ArrayList<>(List.of(settings));
		arguments.addAll(List.of("--server.address=127.0.0.1", "--server.port=0", "--raft.node-id=" + id,
				"--raft.data-dir=" + dataDirectory()));
		SpringApplication application = new SpringApplication(SampleApplication.class);
		application.setRegisterShutdownHook(false);
		return application.run(arguments.toArray(String[]::new));
	}

}
