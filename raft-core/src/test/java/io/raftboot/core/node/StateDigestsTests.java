package io.raftboot.core.node;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

import io.raftboot.core.digest.DigestCheck;
import io.raftboot.core.statemachine.CommitContext;
import io.raftboot.core.statemachine.StateMachine;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class StateDigestsTests {

	private static final DigestCheck CHECK = new DigestCheck(List.of(), List.of());

	@Test
	void aMachineThatIsAheadOfTheLogHasNoDigest() throws IOException {
		RecordingMachine machine = new RecordingMachine();
		machine.keptIndex = 10;
		Machines machines = new Machines(Map.of("m", machine));
		machines.open();
		machines.digests().check(9, CHECK);
		assertThat(machines.digests().seen().digests()).isEmpty();
		assertThat(machines.digests().seen().some()).isTrue();
		machines.digests().check(10, CHECK);
		assertThat(machines.digests().seen().digests()).containsOnlyKeys("m");
	}

	@Test
	void whereNoMachineHasDigestsThereIsNothingToCompare() throws IOException {
		Machines machines = new Machines(Map.of("m", new Plain()));
		machines.digests().check(9, CHECK);
		assertThat(machines.digests().seen().some()).isFalse();
	}

	@Test
	void aDigestThatFailsIsLeftOut() throws IOException {
		Machines machines = new Machines(Map.of("m", new Plain() {
			@Override
			public Long digest() {
				throw new IllegalStateException("not today");
			}
		}, "n", new RecordingMachine()));
		machines.digests().check(9, CHECK);
		assertThat(machines.digests().seen().digests()).containsOnlyKeys("n");
	}

	private static class Plain implements StateMachine {

		@Override
		public byte[] commit(CommitContext context, ByteBuffer command) {
			return new byte[0];
		}

		@Override
		public void reset(long index, InputStream source) {
		}

	}

}
