package io.raftboot.test.log;

import io.raftboot.core.log.FileStorage;
import io.raftboot.core.model.EntryBatch;
import io.raftboot.test.disk.FaultyDisk;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** A reader that has found its place when the file there goes. */
class ReadDuringCompactionTests {

	private DiskFixture.@Nullable Hook meanwhile;

	private ModelledLog log;

	@BeforeEach
	void writeLog() throws Exception {
		FileStorage storage = DiskFixture.open(new FaultyDisk(), this::once);
		this.log = new ModelledLog(storage);
		for (int i = 1; i <= 20; i++) {
			this.log.write(1, i, 1, 900);
		}
	}

	@AfterEach
	void close() throws Exception {
		this.log.storage().close();
	}

	@Test
	void whatIsGoneIsNotInTheLog() {
		this.meanwhile = () -> {
			this.log.snapshot(15);
			this.log.compact(15);
		};
		assertThatExceptionOfType(IndexOutOfBoundsException.class)
			.isThrownBy(() -> this.log.log().read(1, 20, Integer.MAX_VALUE));
		assertThat(this.meanwhile).isNull();
	}

	@Test
	void whatStaysIsRead() throws Exception {
		this.meanwhile = () -> {
			this.log.snapshot(12);
			this.log.compact(12);
		};
		EntryBatch expected = TestEntries.commands(1, 13, 8, 900);
		assertThat(this.log.log().read(13, 20, Integer.MAX_VALUE).bytes()).isEqualTo(expected.bytes());
		assertThat(this.meanwhile).isNull();
		assertThat(this.log.log().firstIndex()).isGreaterThan(1);
	}

	@Test
	void anOldEntryAndANewOneAreNeverMixed() {
		this.meanwhile = () -> {
			this.log.reset(2, 10);
			this.log.write(2, 11, 10, 300);
		};
		assertThatExceptionOfType(IndexOutOfBoundsException.class)
			.isThrownBy(() -> this.log.log().read(9, 20, Integer.MAX_VALUE));
		assertThat(this.meanwhile).isNull();
	}

	@Test
	void whatReplacedAnOldEntryIsRead() throws Exception {
		this.meanwhile = () -> {
			this.log.reset(2, 10);
			this.log.write(2, 11, 10, 300);
		};
		EntryBatch expected = TestEntries.commands(2, 11, 10, 300);
		assertThat(this.log.log().read(11, 20, Integer.MAX_VALUE).bytes()).isEqualTo(expected.bytes());
		assertThat(this.meanwhile).isNull();
	}

	private void once() throws Exception {
		DiskFixture.Hook meanwhile = this.meanwhile;
		if (meanwhile != null) {
			this.meanwhile = null;
			meanwhile.run();
		}
	}

}
