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
		assertThat(HexFormat.of().formatHex(envelope(5, 6, 4).array())).isEqualTo("01020000000000000807060504030201"
				+ "0500000000000000" + "0600000000000000" + "0400000000000000" + "6b76" + "736574");
	}

	/** Earlier builds wrote zeros for a session that was not there. */
	@Test
	void aCommandOfVersionOneWithoutASessionIsReadAsBefore() {
		ByteBuffer payload = ByteBuffer
			.wrap(HexFormat.of()
				.parseHex("01020000000000000807060504030201" + "0000000000000000" + "0000000000000000"
						+ "0000000000000000" + "6b76" + "736574"))
			.order(ByteOrder.LITTLE_ENDIAN);
		CommandEnvelope.check(payload);
		assertThat(CommandEnvelope.session(payload)).isZero();
		assertThat(CommandEnvelope.isFor(payload, MACHINE)).isTrue();
		assertThat(CommandEnvelope.machine(payload)).isEqualTo("kv");
		assertThat(CommandEnvelope.timeMillis(payload)).isEqualTo(0x0102030405060708L);
		assertThat(CommandEnvelope.key(payload)).isNull();
		assertThat(CommandEnvelope.command(payload)).isEqualTo(command());
	}

	@Test
	void theBytesOfVersionTwoStay() {
		assertThat(HexFormat.of().formatHex(envelope().array()))
			.isEqualTo("02020000000000000807060504030201" + "6b76" + "736574");
	}

	@Test
	void aCommandWithASessionIsReadAsItWasWritten() {
		ByteBuffer payload = envelope(5, 6, 4);
		CommandEnvelope.check(payload);
		assertThat(CommandEnvelope.session(payload)).isEqualTo(5);
		assertThat(CommandEnvelope.sequence(payload)).isEqualTo(6);
		assertThat(CommandEnvelope.lowestUnanswered(payload)).isEqualTo(4);
		assertThat(CommandEnvelope.isFor(payload, MACHINE)).isTrue();
		assertThat(CommandEnvelope.machine(payload)).isEqualTo("kv");
		assertThat(StandardCharsets.UTF_8.decode(CommandEnvelope.command(payload)).toString()).isEqualTo("set");
	}

	@Test
	void aKeyIsReadAsItWasWrittenWithASessionAndWithout() {
		ByteBuffer key = new CommandKey("k", 7, 8, 9).encode();
		for (long session : new long[] { 0, 5 }) {
			ByteBuffer payload = ByteBuffer.allocate(CommandEnvelope.byteSize(MACHINE, session, key, 3))
				.order(ByteOrder.LITTLE_ENDIAN);
			CommandEnvelope.write(payload, MACHINE, 1, 0, session, 6, 4, key, command());
			assertThat(payload.hasRemaining()).isFalse();
			payload.flip();
			CommandEnvelope.check(payload);
			assertThat(CommandEnvelope.session(payload)).isEqualTo(session);
			assertThat(CommandEnvelope.key(payload)).isEqualTo(key);
			assertThat(CommandEnvelope.command(payload)).isEqualTo(command());
			int keyEnd = payload.limit() - 3;
			assertThatIllegalArgumentException().isThrownBy(() -> CommandEnvelope.check(payload.limit(keyEnd - 1)));
		}
	}

	@Test
	void anEnvelopeThatNobodyKnowsAndOneCutShortAreRefused() {
		for (int version : new int[] { 0, 3, 255 }) {
			assertThatIllegalArgumentException()
				.isThrownBy(() -> CommandEnvelope.check(envelope().put(0, (byte) version)))
				.withMessageContaining("version " + version)
				.withMessageContaining("upgrade");
		}
		for (int cut = 0; cut < 18; cut++) {
			ByteBuffer shorter = envelope().limit(cut);
			assertThatIllegalArgumentException().isThrownBy(() -> CommandEnvelope.check(shorter));
		}
		for (int cut = 0; cut < 42; cut++) {
			ByteBuffer shorter = envelope(5, 6, 4).limit(cut);
			assertThatIllegalArgumentException().isThrownBy(() -> CommandEnvelope.check(shorter));
		}
	}

	@Test
	void aCommandSaysItsVersionAndTheFirstIsSilent() {
		assertThat(CommandEnvelope.commandVersion(envelope())).isEqualTo(1);
		assertThat(envelope().getInt(4)).isZero();
		ByteBuffer second = ByteBuffer.allocate(CommandEnvelope.byteSize(MACHINE, 2, null, 0))
			.order(ByteOrder.LITTLE_ENDIAN);
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
		return envelope(0, 0, 0);
	}

	private static ByteBuffer envelope(long session, long sequence, long lowestUnanswered) {
		ByteBuffer target = ByteBuffer.allocate(CommandEnvelope.byteSize(MACHINE, session, null, 3))
			.order(ByteOrder.LITTLE_ENDIAN);
		CommandEnvelope.write(target, MACHINE, 1, 0x0102030405060708L, session, sequence, lowestUnanswered, null,
				command());
		return target.flip();
	}

	private static ByteBuffer command() {
		return ByteBuffer.wrap("set".getBytes(StandardCharsets.UTF_8));
	}

}
