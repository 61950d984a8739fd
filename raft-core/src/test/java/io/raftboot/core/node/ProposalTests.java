package io.raftboot.core.node;

import java.nio.ByteBuffer;
import java.util.List;

import org.junit.jupiter.api.Test;

import static io.raftboot.core.node.RecordingMachine.bytes;
import static org.assertj.core.api.Assertions.assertThat;

/** The bytes of a command, wherever its caller keeps them. */
class ProposalTests {

	private final Machine machine = new Machine("m", new RecordingMachine());

	private final PendingLimits limits = new PendingLimits("commands", 10, 1000);

	@Test
	void whatItHasStaysWhateverBecomesOfTheCallersPosition() {
		for (ByteBuffer whole : List.of(bytes("-<abc>-"), bytes("-<abc>-").asReadOnlyBuffer(), direct("-<abc>-"))) {
			ByteBuffer given = whole.slice(1, 5).position(1).limit(4);
			Proposal proposal = Proposal.ofCaller(this.machine, given, 0, this.limits);
			given.clear();
			assertThat(written(proposal)).isEqualTo(bytes("abc"));
			assertThat(proposal.command()).isEqualTo(bytes("abc"));
			assertThat(written(Proposal.once(this.machine, proposal.command(), 0, this.limits, null).again()))
				.isEqualTo(bytes("abc"));
		}
	}

	@Test
	void whatTheProcessHookMadeOfItTakesItsPlace() {
		Proposal proposal = Proposal.ofCaller(this.machine, bytes("abc"), 0, this.limits);
		int bytes = proposal.envelopeBytes();
		proposal.processed = bytes("longer");
		assertThat(written(proposal)).isEqualTo(bytes("longer"));
		assertThat(proposal.envelopeBytes()).isEqualTo(bytes + 3);
		assertThat(proposal.command()).isEqualTo(bytes("abc"));
	}

	private static ByteBuffer written(Proposal proposal) {
		ByteBuffer target = ByteBuffer.allocate(100);
		proposal.writePayload(target);
		return target.flip();
	}

	private static ByteBuffer direct(String text) {
		ByteBuffer bytes = bytes(text);
		return ByteBuffer.allocateDirect(bytes.remaining()).put(bytes).flip();
	}

}
