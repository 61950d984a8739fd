package io.raftboot.test.log;

import io.raftboot.core.log.Meta;
import io.raftboot.core.log.MetaStore;
import io.raftboot.core.log.Storage;
import io.raftboot.core.model.ClusterId;
import io.raftboot.core.model.HardState;
import io.raftboot.core.model.NodeId;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What every {@link MetaStore} must do. Extend it and say how to open one. The store may
 * keep its own account of what is durable and of orderly stops.
 */
public abstract class MetaStoreContractTests {

	private static final NodeId CANDIDATE = NodeId.of("candidate");

	private static final NodeId OTHER = NodeId.of("a-candidate.with_the-longest-name.there-may-be.in-this-cluster-1");

	private @Nullable Storage storage;

	/**
	 * Opens a storage: a new one with this content at first, the same again after it was
	 * closed.
	 */
	protected abstract Storage open(Meta initial) throws Exception;

	@BeforeEach
	void openStorage() throws Exception {
		this.storage = open(Meta.initial(NodeId.of("n1"), 42));
	}

	@AfterEach
	void closeStorage() throws Exception {
		storage().close();
	}

	@Test
	void aNewStoreHoldsWhatItWasGiven() {
		assertThat(meta().current().nodeId()).isEqualTo(NodeId.of("n1"));
		assertThat(meta().current().incarnation()).isEqualTo(42);
		assertThat(meta().current().clusterId()).isEqualTo(ClusterId.NONE);
		assertThat(meta().current().hardState()).isEqualTo(HardState.INITIAL);
		assertThat(meta().current().snapshotIndex()).isZero();
	}

	@Test
	void whatWasStoredWinsOverTheInitialContent() throws Exception {
		reopen(Meta.initial(NodeId.of("n2"), 43));
		assertThat(meta().current().nodeId()).isEqualTo(NodeId.of("n1"));
		assertThat(meta().current().incarnation()).isEqualTo(42);
	}

	@Test
	void termAndVoteAreKept() throws Exception {
		for (long term = 1; term < 10; term++) {
			HardState hardState = new HardState(term, (term % 3 == 0) ? null : (term % 3 == 1) ? CANDIDATE : OTHER);
			meta().store(meta().current().withHardState(hardState));
			assertThat(meta().current().hardState()).isEqualTo(hardState);
			reopen(Meta.initial(NodeId.of("n1"), 42));
			assertThat(meta().current().hardState()).isEqualTo(hardState);
		}
	}

	@Test
	void everythingElseIsKept() throws Exception {
		meta().store(meta().current().withClusterId(new ClusterId(-1, 2)));
		reopen(Meta.initial(NodeId.of("n1"), 42));
		assertThat(meta().current().clusterId()).isEqualTo(new ClusterId(-1, 2));
		assertThat(meta().current().nodeId()).isEqualTo(NodeId.of("n1"));
		assertThat(meta().current().incarnation()).isEqualTo(42);
	}

	@Test
	void aVoteStandsForItsTerm() throws Exception {
		meta().store(meta().current().withHardState(new HardState(5, null)));
		meta().store(meta().current().withHardState(new HardState(5, CANDIDATE)));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> meta().store(meta().current().withHardState(new HardState(5, OTHER))));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> meta().store(meta().current().withHardState(new HardState(5, null))));
		assertThat(meta().current().hardState()).isEqualTo(new HardState(5, CANDIDATE));
		meta().store(meta().current().withHardState(new HardState(6, OTHER)));
	}

	@Test
	void termsOnlyGrow() throws Exception {
		meta().store(meta().current().withHardState(new HardState(5, null)));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> meta().store(meta().current().withHardState(new HardState(4, null))));
	}

	@Test
	void aSnapshotSurvivesWhateverIsStoredAfterIt() throws Exception {
		meta().store(meta().current().withHardState(new HardState(3, null)).withSnapshot(10, 2));
		meta().store(meta().current().withHardState(new HardState(4, CANDIDATE)));
		meta().store(meta().current().withClusterId(new ClusterId(1, 2)));
		reopen(Meta.initial(NodeId.of("n1"), 42));
		meta().store(meta().current().withHardState(new HardState(5, OTHER)));
		assertThat(meta().current().snapshotIndex()).isEqualTo(10);
		assertThat(meta().current().snapshotTerm()).isEqualTo(2);
	}

	@Test
	void snapshotsOnlyGetNewer() throws Exception {
		meta().store(meta().current().withHardState(new HardState(3, null)).withSnapshot(10, 2));
		assertThatIllegalArgumentException().isThrownBy(() -> meta().store(meta().current().withSnapshot(9, 2)));
		assertThatIllegalArgumentException().as("a term that was settled")
			.isThrownBy(() -> meta().store(meta().current().withSnapshot(10, 3)));
		meta().store(meta().current().withSnapshot(10, 2));
		meta().store(meta().current().withSnapshot(11, 3));
		assertThat(meta().current().snapshotIndex()).isEqualTo(11);
	}

	private void reopen(Meta initial) throws Exception {
		storage().close();
		this.storage = open(initial);
	}

	private Storage storage() {
		Storage storage = this.storage;
		assertThat(storage).isNotNull();
		return storage;
	}

	private MetaStore meta() {
		return storage().meta();
	}

}
