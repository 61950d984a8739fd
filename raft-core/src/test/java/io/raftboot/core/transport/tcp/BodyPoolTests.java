package io.raftboot.core.transport.tcp;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BodyPoolTests {

	private final BodyPool pool = new BodyPool();

	@Test
	void anArrayHoldsWhatWasAskedForAndAtMostTwiceThat() {
		for (int bytes : new int[] { 0, 1, 4096, 4097, 8192, 8193, 1 << 19, (1 << 19) + 1, 1 << 20 }) {
			assertThat(this.pool.take(bytes).length).isBetween(bytes, Math.max(4096, 2 * bytes));
		}
		assertThat(this.pool.take((1 << 20) + 1)).hasSize((1 << 20) + 1);
	}

	@Test
	void whatCameBackIsTakenAgainForTheSameSizeOnly() {
		byte[] body = this.pool.take(5000);
		this.pool.give(body);
		assertThat(this.pool.take(10_000)).isNotSameAs(body);
		assertThat(this.pool.take(8192)).isSameAs(body);
		assertThat(this.pool.take(8192)).isNotSameAs(body);
	}

	@Test
	void keepsFourMebibytesAtMost() {
		byte[][] bodies = new byte[5][];
		for (int i = 0; i < 5; i++) {
			bodies[i] = this.pool.take(1 << 20);
		}
		for (byte[] body : bodies) {
			this.pool.give(body);
		}
		for (int i = 0; i < 4; i++) {
			assertThat(this.pool.take(1 << 20)).isIn((Object[]) bodies);
		}
		assertThat(this.pool.take(1 << 20)).isNotIn((Object[]) bodies);
	}

}
