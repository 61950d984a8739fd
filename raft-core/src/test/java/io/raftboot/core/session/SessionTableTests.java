package io.raftboot.core.session;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;

import io.raftboot.core.model.CommandEnvelope;
import io.raftboot.core.model.CommandKey;
import io.raftboot.core.session.Answer.Failure;
import io.raftboot.core.session.Answer.Kind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Given a table, one command, what is to be done with it (thesis 6.3). */
class SessionTableTests {

	private static final OpenSession HOUR = new OpenSession(3_600_000L, 3);

	private final SessionTable table = new SessionTable();

	private long index = 100L;

	private long nowMillis = 1_000L;

	@Test
	void aCommandIsAppliedOnceHoweverOftenItComes() {
		long session = open();
		assertThat(admit(session, 1, 1)).isEqualTo(Verdict.FIRST);
		this.table.remember(this.index, 7L, new byte[] { 5 });
		long applied = this.index;
		for (int again = 0; again < 3; again++) {
			assertThat(admit(session, 1, 1)).isEqualTo(Verdict.REPEATED);
			Answer answer = this.table.remembered();
			assertThat(answer.index()).isEqualTo(applied);
			assertThat(answer.term()).isEqualTo(7L);
			assertThat(answer.result()).containsExactly(5);
		}
	}

	@Test
	void numbersMayComeInAnyOrder() {
		long session = open();
		for (long sequence : new long[] { 3, 1, 200, 2 }) {
			assertThat(admit(session, sequence, 1)).isEqualTo(Verdict.FIRST);
			this.table.remember(this.index, 1L, new byte[] { (byte) sequence });
		}
		for (long sequence : new long[] { 1, 2, 3, 200 }) {
			assertThat(admit(session, sequence, 1)).isEqualTo(Verdict.REPEATED);
			assertThat(this.table.remembered().result()).containsExactly((byte) sequence);
		}
		assertThat(admit(session, 4, 1)).isEqualTo(Verdict.FIRST);
	}

	@Test
	void allKindsOfAnswersAreRemembered() {
		long session = open();
		admit(session, 1, 1);
		this.table.remember(this.index, 1L, (byte[]) null);
		admit(session, 2, 1);
		this.table.remember(this.index, 1L, new Failure("Type", "code"));
		admit(session, 3, 1);
		this.table.rememberLost(this.index, 1L);
		assertThat(repeated(session, 1).kind()).isEqualTo(Kind.RESULT);
		assertThat(repeated(session, 1).result()).isNull();
		assertThat(repeated(session, 2).failure()).isEqualTo(new Failure("Type", "code"));
		assertThat(repeated(session, 3).kind()).isEqualTo(Kind.LOST);
	}

	@Test
	void whatIsAnsweredIsForgottenAndNeverAppliedAgain() {
		long session = open();
		first(session, 1, 1);
		first(session, 2, 1);
		first(session, 3, 3);
		assertThat(admit(session, 1, 1)).isEqualTo(Verdict.ANSWERED);
		assertThat(admit(session, 2, 3)).isEqualTo(Verdict.ANSWERED);
		assertThat(repeated(session, 3).result()).containsExactly(3);
		first(session, 1_000_000, 1_000_000);
		assertThat(admit(session, 3, 3)).isEqualTo(Verdict.ANSWERED);
	}

	@Test
	void aClientCannotBeRememberedWithoutBounds() {
		long session = open();
		first(session, 1, 1);
		assertThat(admit(session, Session.WINDOW_MAX + 1L, 1)).isEqualTo(Verdict.TOO_FAR_AHEAD);
		assertThat(admit(session, Session.WINDOW_MAX + 1L, 2)).isEqualTo(Verdict.FIRST);
	}

	/** S96. */
	@Test
	void anExpiredSessionIsAnErrorAndNoSecondApplication() {
		long session = open();
		first(session, 1, 1);
		this.nowMillis += 3_600_000L;
		assertThat(admit(session, 1, 1)).isEqualTo(Verdict.REPEATED);
		this.nowMillis += 3_600_001L;
		assertThat(admit(session, 1, 1)).isEqualTo(Verdict.SESSION_EXPIRED);
		assertThat(admit(session, 2, 1)).isEqualTo(Verdict.SESSION_EXPIRED);
		assertThat(admit(4711L, 1, 1)).isEqualTo(Verdict.SESSION_EXPIRED);
	}

	@Test
	void theSessionUnusedForLongestMakesRoom() {
		long a = open();
		long b = open();
		long c = open();
		first(a, 1, 1);
		open();
		assertThat(admit(b, 1, 1)).isEqualTo(Verdict.SESSION_EXPIRED);
		assertThat(admit(a, 1, 1)).isEqualTo(Verdict.REPEATED);
		assertThat(admit(c, 1, 1)).isEqualTo(Verdict.FIRST);
		assertThat(this.table.sessions()).isEqualTo(3);
	}

	@Test
	void aKeyIsRememberedForItsTime() {
		CommandKey key = new CommandKey("order-1", 11, 60_000L, 2);
		assertThat(admit("a", key)).isEqualTo(Verdict.FIRST);
		this.table.remember(this.index, 3L, new byte[] { 1 });
		assertThat(admit("a", key)).isEqualTo(Verdict.REPEATED);
		assertThat(this.table.remembered().result()).containsExactly(1);
		assertThat(admit("b", key)).isEqualTo(Verdict.FIRST);
		this.table.remember(this.index, 3L, new byte[] { 2 });
		assertThat(admit("a", new CommandKey("order-1", 12, 60_000L, 2))).isEqualTo(Verdict.KEY_REUSED);
		assertThat(admit("a", new CommandKey("order-2", 11, 60_000L, 2))).isEqualTo(Verdict.KEYS_FULL);
		this.nowMillis += 60_001L;
		assertThat(admit("a", new CommandKey("order-1", 12, 60_000L, 2))).isEqualTo(Verdict.FIRST);
		assertThat(this.table.keys()).isZero();
	}

	/** A client that finds no room must not make the cluster forget what it promised. */
	@Test
	void aKeyIsNeverForgottenToMakeRoom() {
		CommandKey key = new CommandKey("1", 1, 60_000L, 1);
		admit("a", key);
		this.table.remember(this.index, 1L, new byte[0]);
		assertThat(admit("a", new CommandKey("2", 1, 60_000L, 1))).isEqualTo(Verdict.KEYS_FULL);
		assertThat(admit("a", key)).isEqualTo(Verdict.REPEATED);
	}

	@Test
	void aTableThatWentThroughASnapshotDecidesTheSame() throws IOException {
		Random random = new Random(42);
		SessionTable copy = new SessionTable();
		long[] sessions = { open(), open(), open() };
		copy.decode(source(this.table.encode()));
		for (int i = 0; i < 3_000; i++) {
			this.nowMillis += random.nextInt(5_000);
			this.index++;
			if (random.nextInt(200) == 0) {
				copy = new SessionTable();
				copy.decode(source(this.table.encode()));
			}
			if (random.nextInt(500) == 0) {
				sessions[random.nextInt(3)] = this.index;
				this.table.open(this.index, HOUR, this.nowMillis);
				copy.open(this.index, HOUR, this.nowMillis);
				continue;
			}
			long sequence = 1 + i / 3 + random.nextInt(9);
			ByteBuffer payload = (random.nextInt(4) == 0)
					? payload("a", 0, 0, 0, new CommandKey("k" + random.nextInt(40), random.nextInt(2), 50_000L, 30))
					: payload("a", sessions[random.nextInt(3)], sequence, Math.max(1, sequence - 5), null);
			Verdict verdict = this.table.admit(payload, this.index, this.nowMillis);
			assertThat(copy.admit(payload, this.index, this.nowMillis)).isEqualTo(verdict);
			if (verdict == Verdict.FIRST) {
				this.table.remember(this.index, 1L, new byte[] { (byte) i });
				copy.remember(this.index, 1L, new byte[] { (byte) i });
			}
			else if (verdict == Verdict.REPEATED) {
				assertThat(copy.remembered()).usingRecursiveComparison().isEqualTo(this.table.remembered());
			}
		}
		assertThat(copy.encode()).isEqualTo(this.table.encode());
	}

	@Test
	void theBytesOfVersionOneStay() {
		assertThat(new SessionTable().encode()).isEmpty();
		this.table.open(9L, HOUR, 5L);
		first(9L, 2, 2);
		admit("m", new CommandKey("k", 6, 60_000L, 2));
		this.table.remember(102L, 4L, new Failure("T", "c"));
		assertThat(HexFormat.of().formatHex(this.table.encode())).isEqualTo("00000001" // sessions
				+ "0000000000000009" + "000000000036ee80" + "00000000000003e8" + "0000000000000065" + "0000000000000002"
				+ "00000001" + "0000000000000002" + "0000000000000065" + "0000000000000001" + "01" + "00000001" + "02"
				+ "00000001" // keys
				+ "00016d" + "00016b" + "00000006" + "000000000000ee48" + "0000000000000066" + "0000000000000004" + "02"
				+ "000154" + "000163");
	}

	@Test
	void aSnapshotThatIsDamagedIsNotTakenForAnother() {
		first(open(), 1, 1);
		byte[] encoded = this.table.encode();
		for (int cut = 0; cut < encoded.length; cut++) {
			byte[] shorter = Arrays.copyOf(encoded, cut);
			assertThatThrownBy(() -> new SessionTable().decode(source(shorter))).isInstanceOf(IOException.class);
		}
	}

	private static DataInputStream source(byte[] bytes) {
		return new DataInputStream(new ByteArrayInputStream(bytes));
	}

	private long open() {
		this.index++;
		this.table.open(this.index, HOUR, this.nowMillis);
		return this.index;
	}

	private void first(long session, long sequence, long lowestUnanswered) {
		assertThat(admit(session, sequence, lowestUnanswered)).isEqualTo(Verdict.FIRST);
		this.table.remember(this.index, 1L, new byte[] { (byte) sequence });
	}

	private Answer repeated(long session, long sequence) {
		assertThat(admit(session, sequence, 1)).isEqualTo(Verdict.REPEATED);
		return this.table.remembered();
	}

	private Verdict admit(long session, long sequence, long lowestUnanswered) {
		this.index++;
		return this.table.admit(payload("m", session, sequence, lowestUnanswered, null), this.index, this.nowMillis);
	}

	private Verdict admit(String machine, CommandKey key) {
		this.index++;
		return this.table.admit(payload(machine, 0, 0, 0, key), this.index, this.nowMillis);
	}

	private static ByteBuffer payload(String machine, long session, long sequence, long lowestUnanswered,
			@Nullable CommandKey key) {
		ByteBuffer encodedKey = (key != null) ? key.encode() : null;
		byte[] name = machine.getBytes();
		ByteBuffer target = ByteBuffer.allocate(CommandEnvelope.byteSize(name, session, encodedKey, 0))
			.order(ByteOrder.LITTLE_ENDIAN);
		CommandEnvelope.write(target, name, 1, 0L, session, sequence, lowestUnanswered, encodedKey,
				ByteBuffer.allocate(0));
		return target.flip();
	}

}
