package io.raftboot.core.model;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** What is written into entries, held still byte by byte. */
class EnvelopeTests {

	private static final byte[] MACHINE = "kv".getBytes(StandardCharsets.UTF_8);

	@Test
	void aCommandIsReadAsItWasWritten() {
		ByteBuffer payload = envelope();
		CommandEnvelope.check(payload);
		assertThat(CommandEnvelope.isFor(payload, MACHINE)).isTrue();
		assertThat(CommandEnvelope.isFor(payload, "kw".getBytes(StandardCharsets.UTF_8))).isFalse();
		assertThat(CommandEnvelope.isFor(payload, "k".getBytes(StandardCharsets.UTF_8))).isFalse();
		assertThat(CommandEnvelope.machine(payload)).isEqualTo("kv");
		assertThat(CommandEnvelope.timeMillis(payload)).isEqualTo(0x0102030405060708L);
		assertThat(StandardCharsets.UTF_8.decode(CommandEnvelope.command(payload)).toString()).isEqualTo("set");
	}

	@Test
	void theBytesOfVersionOneStay() {
		assertThat(HexFormat.of().formatHex(envelope().array())).isEqualTo("01020000000000000807060504030201"
				+ "0000000000000000" + "0000000000000000" + "0000000000000000" + "6b76" + "736574");
	}

	@Test
	void aNewerEnvelopeAndOneCutShortAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> CommandEnvelope.check(envelope().put(0, (byte) 2)))
			.withMessageContaining("version 2")
			.withMessageContaining("upgrade");
		assertThatIllegalArgumentException().isThrownBy(() -> CommandEnvelope.check(envelope().limit(39)));
		assertThatIllegalArgumentException().isThrownBy(() -> CommandEnvelope.check(envelope().limit(41)));
	}

	@Test
	void aCommandSaysItsVersionAndTheFirstIsSilent() {
		assertThat(CommandEnvelope.commandVersion(envelope())).isEqualTo(1);
		assertThat(envelope().getInt(4)).isZero();
		ByteBuffer second = ByteBuffer.allocate(CommandEnvelope.byteSize(MACHINE, 0)).order(ByteOrder.LITTLE_ENDIAN);
		CommandEnvelope.write(second, MACHINE, 0xfffe, 1, 2, 3, 4, null, ByteBuffer.allocate(0));
		second.flip();
		assertThat(CommandEnvelope.commandVersion(second)).isEqualTo(0xfffe);
		assertThat(CommandEnvelope.timeMillis(second)).isEqualTo(1);
		CommandEnvelope.check(second);
	}

	@Test
	void aConfigurationIsReadAsItWasWritten() {
		Membership membership = new Membership(List.of(new Peer(NodeId.of("n1"), "h1:1", 11), Peer.of("n2", "h2:2")),
				List.of(Peer.of("n3", "h3:3")), List.of(Peer.of("n4", "h4:4")), List.of(Peer.of("n5", "h5:5")));
		ConfigurationEntry entry = new ConfigurationEntry(new ClusterId(1, 2), membership);
		assertThat(ConfigurationEntry.decode(entry.encode())).isEqualTo(entry);
		ByteBuffer newer = entry.encode().order(ByteOrder.LITTLE_ENDIAN).putInt(0, 9);
		assertThatIllegalArgumentException().isThrownBy(() -> ConfigurationEntry.decode(newer))
			.withMessageContaining("version 9");
		for (int cut = 0; cut < entry.encode().limit(); cut++) {
			ByteBuffer shorter = entry.encode().limit(cut);
			assertThatIllegalArgumentException().isThrownBy(() -> ConfigurationEntry.decode(shorter));
		}
	}

	private static ByteBuffer envelope() {
		ByteBuffer target = ByteBuffer.allocate(CommandEnvelope.byteSize(MACHINE, 3)).order(ByteOrder.LITTLE_ENDIAN);
		CommandEnvelope.write(target, MACHINE, 0x0102030405060708L, 0, 0, 0,
				ByteBuffer.wrap("set".getBytes(StandardCharsets.UTF_8)));
		return target.flip();
	}

}
