package io.raftboot.core.node;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.raftboot.core.model.ClusterId;
import io.raftboot.core.model.Membership;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Peer;
import io.raftboot.core.statemachine.StateMachine;
import io.raftboot.core.transport.Hello;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** Whose commands may go into the log, by what the members said they have. */
class MachineCatalogueTests {

	private static final Peer N1 = peer(1);

	private static final Peer N2 = peer(2);

	private static final Peer N3 = peer(3);

	private static final Peer N4 = peer(4);

	private final Machines machines = machines(3, 1);

	private final Machine old = this.machines.get("old");

	private final Machine added = this.machines.get("added");

	private Membership membership = Membership.of(List.of(N1, N2, N3));

	private final MachineCatalogue catalogue = new MachineCatalogue(N1.id(), () -> this.membership, this.machines);

	@Test
	void commandsAreTakenWhenEveryMemberHasTheMachine() {
		hear(N2, 22L, Map.of("old", 1, "added", 1));
		assertThat(this.added.commandVersion).isZero();
		assertThat(this.catalogue.refusal(this.added)).hasMessageContaining("'added'")
			.hasMessageContaining("[n3] not heard of");
		hear(N3, 33L, Map.of("old", 1));
		assertThat(this.old.commandVersion).isEqualTo(1);
		assertThat(this.added.commandVersion).isZero();
		assertThat(this.catalogue.refusal(this.added)).hasMessageContaining("[n3] without it")
			.hasMessageNotContaining("n2");
		hear(N3, 33L, Map.of("old", 1, "added", 1));
		assertThat(this.added.commandVersion).isEqualTo(1);
		hear(N3, 33L, Map.of("old", 1));
		assertThat(this.added.commandVersion).isZero();
	}

	@Test
	void theOldestMemberSaysWhichVersion() {
		hear(N2, 22L, Map.of("old", 5));
		hear(N3, 33L, Map.of("old", 2));
		assertThat(this.old.commandVersion).isEqualTo(2);
		hear(N3, 33L, Map.of("old", 5));
		assertThat(this.old.commandVersion).isEqualTo(3);
	}

	/** Else a cluster would take nothing after a restart with one node gone for good. */
	@Test
	void whatIsInTheLogAlreadyIsTakenWhoeverIsThere() {
		this.old.initialised = true;
		this.catalogue.refresh();
		assertThat(this.old.commandVersion).isEqualTo(1);
		hear(N2, 22L, Map.of("old", 3));
		assertThat(this.old.commandVersion).isEqualTo(1);
		hear(N3, 33L, Map.of("old", 3));
		assertThat(this.old.commandVersion).isEqualTo(3);
		hear(N3, 33L, Map.of());
		assertThat(this.old.commandVersion).isEqualTo(1);
		assertThat(this.added.commandVersion).isZero();
	}

	@Test
	void everyKindOfMemberCounts() {
		hear(N2, 22L, Map.of("old", 1));
		hear(N3, 33L, Map.of("old", 1));
		for (Membership with : List.of(new Membership(List.of(N1, N2, N3), List.of(), List.of(N4)),
				new Membership(List.of(N1, N2, N3), List.of(), List.of(), List.of(N4)),
				new Membership(List.of(N1, N4), List.of(N1, N2, N3), List.of()),
				new Membership(List.of(N1, N2, N3), List.of(N1, N4), List.of()))) {
			this.membership = with;
			this.catalogue.refresh();
			assertThat(this.old.commandVersion).isZero();
			assertThat(this.catalogue.refusal(this.old)).hasMessageContaining("n4");
			this.membership = Membership.of(List.of(N1, N2, N3));
			this.catalogue.refresh();
			assertThat(this.old.commandVersion).isEqualTo(1);
		}
		this.membership = Membership.EMPTY;
		this.catalogue.refresh();
		assertThat(this.old.commandVersion).isZero();
	}

	@Test
	void aLostDiskSaysNothingOfTheOneInItsPlace() {
		hear(N2, 22L, Map.of("old", 1));
		hear(N3, 99L, Map.of("old", 1));
		assertThat(this.old.commandVersion).isZero();
		this.membership = Membership.of(List.of(N1, N2, new Peer(N3.id(), N3.address(), 0L)));
		this.catalogue.refresh();
		assertThat(this.old.commandVersion).isEqualTo(1);
	}

	@Test
	void whoIsToldOfItIsToldWhoStandsInTheWay() {
		hear(N2, 22L, Map.of("old", 1));
		hear(N3, 33L, Map.of("old", 1, "added", 1));
		assertThat(this.catalogue.statuses()).containsExactly(new RaftStatus.MachineStatus("old", 3, 1, null),
				new RaftStatus.MachineStatus("added", 1, 0, "[n2] without it"));
	}

	@Test
	void itGrowsOnlyWhenThereIsNews() {
		hear(N2, 22L, Map.of("old", 1));
		long revision = this.catalogue.revision();
		hear(N2, 22L, Map.of("old", 1));
		assertThat(this.catalogue.revision()).isEqualTo(revision);
		hear(N2, 22L, Map.of("old", 2));
		assertThat(this.catalogue.revision()).isEqualTo(revision + 1);
	}

	@Test
	void strangersDoNotFillTheMemory() {
		hear(N2, 22L, Map.of("old", 1));
		hear(N3, 33L, Map.of("old", 1));
		for (int i = 10; i < 1_000; i++) {
			this.catalogue.heard(hello(peer(i), 11L * i, Map.of("old", 1, "added", 1)));
		}
		this.membership = Membership.of(List.of(N1, N2, N3, peer(10)));
		this.catalogue.refresh();
		assertThat(this.old.commandVersion).isZero();
		this.membership = Membership.of(List.of(N1, N2, N3, peer(999)));
		this.catalogue.refresh();
		assertThat(this.old.commandVersion).isEqualTo(1);
	}

	@Test
	void aNewStartOfTheNodeKnowsNothing() {
		hear(N2, 22L, Map.of("old", 1));
		hear(N3, 33L, Map.of("old", 1));
		new MachineCatalogue(N1.id(), () -> this.membership, this.machines).refresh();
		assertThat(this.old.commandVersion).isZero();
	}

	@Test
	void whatANewcomerHasToHaveIsWhatIsInTheLog() {
		assertThat(this.catalogue.missing(hello(N4, 44L, Map.of()))).isNull();
		this.old.initialised = true;
		assertThat(this.catalogue.missing(hello(N4, 44L, Map.of("added", 1)))).isEqualTo("old");
		assertThat(this.catalogue.missing(hello(N4, 44L, Map.of("old", 1)))).isNull();
		HandshakeCheck check = new HandshakeCheck(QuietCore.withThreeMembers(new ClusterId(1, 2), 5), N1, null,
				"default", List.of(), this.catalogue, List.of(), 100);
		assertThat(check.check(hello(N4, 44L, Map.of("added", 1))).message()).contains("'old'").contains("n4");
		assertThat(check.check(hello(N4, 44L, Map.of("old", 1)))).isNull();
		// A member is not cut off: it says itself at which entry it had to stop.
		assertThat(check.check(hello(N3, 33L, Map.of()))).isNull();
	}

	@Test
	void numbersHaveLimits() {
		for (int version : new int[] { -1, 0, 65536 }) {
			assertThatIllegalArgumentException().isThrownBy(() -> machines(version, 1)).withMessageContaining("'old'");
		}
		Map<String, StateMachine> many = new LinkedHashMap<>();
		for (int i = 0; i <= Hello.MACHINES_MAX; i++) {
			many.put("m" + i, new RecordingMachine());
		}
		assertThatIllegalArgumentException().isThrownBy(() -> new Machines(many)).withMessageContaining("at most 64");
	}

	private void hear(Peer peer, long incarnation, Map<String, Integer> versions) {
		this.catalogue.heard(hello(peer, incarnation, versions));
		this.catalogue.refresh();
	}

	private static Hello hello(Peer peer, long incarnation, Map<String, Integer> versions) {
		List<Hello.Machine> machines = versions.entrySet()
			.stream()
			.map((entry) -> new Hello.Machine(entry.getKey(), entry.getValue()))
			.toList();
		return new Hello("default", ClusterId.NONE, peer.id(), incarnation, 0L, 0L, "", true, machines);
	}

	private static Machines machines(int oldVersion, int addedVersion) {
		Map<String, StateMachine> machines = new LinkedHashMap<>();
		machines.put("old", machine(oldVersion));
		machines.put("added", machine(addedVersion));
		return new Machines(machines);
	}

	private static StateMachine machine(int commandVersion) {
		RecordingMachine machine = new RecordingMachine();
		machine.commandVersion = commandVersion;
		return machine;
	}

	private static Peer peer(int number) {
		return new Peer(NodeId.of("n" + number), "host" + number + ":7000", 11L * number);
	}

}
