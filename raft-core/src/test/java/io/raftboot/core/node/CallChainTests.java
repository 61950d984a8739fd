package io.raftboot.core.node;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CallChainTests {

	private final List<ReadRequest> calls = IntStream.range(0, 6)
		.mapToObj((i) -> new ReadRequest(Consistency.LOCAL, i, null, null))
		.toList();

	private final CallChain<ReadRequest> chain = new CallChain<>();

	@Test
	void keepsTheOrderInWhichCallsCame() {
		fill(0, 3);
		assertThat(this.chain).containsExactlyElementsOf(this.calls.subList(0, 3));
		assertThat(this.chain.size()).isEqualTo(3);
		assertThat(this.chain.remove()).isSameAs(this.calls.get(0));
		assertThat(drained()).isEqualTo(this.calls.subList(1, 3));
		assertThat(this.chain.isEmpty()).isTrue();
		assertThatThrownBy(this.chain::remove).isInstanceOf(NoSuchElementException.class);
	}

	@Test
	void aChainFollowsAnother() {
		CallChain<ReadRequest> other = new CallChain<>();
		this.chain.addAll(other);
		assertThat(this.chain.isEmpty()).isTrue();
		this.calls.subList(0, 2).forEach(other::add);
		this.chain.addAll(other);
		assertThat(other.isEmpty()).isTrue();
		assertThat(other.size()).isZero();
		this.calls.subList(2, 4).forEach(other::add);
		this.chain.addAll(other);
		this.chain.add(this.calls.get(4));
		assertThat(this.chain.size()).isEqualTo(5);
		assertThat(drained()).isEqualTo(this.calls.subList(0, 5));
	}

	@Test
	void theFirstOnesLeaveTogether() {
		fill(0, 5);
		ReadRequest[] first = new ReadRequest[3];
		this.chain.removeInto(first);
		assertThat(first).containsExactlyElementsOf(this.calls.subList(0, 3));
		assertThat(this.chain.size()).isEqualTo(2);
		this.chain.removeInto(new ReadRequest[2]);
		assertThat(this.chain.isEmpty()).isTrue();
		fill(5, 6);
		assertThat(drained()).isEqualTo(this.calls.subList(5, 6));
		assertThatThrownBy(() -> this.chain.removeInto(new ReadRequest[1])).isInstanceOf(NoSuchElementException.class);
	}

	@Test
	void thoseThatFitAConditionLeave() {
		fill(0, 6);
		assertThat(this.chain.removeIf((call) -> false).isEmpty()).isTrue();
		CallChain<ReadRequest> odd = this.chain.removeIf((call) -> call.deadlineNanos % 2 == 1);
		assertThat(odd).containsExactly(this.calls.get(1), this.calls.get(3), this.calls.get(5));
		assertThat(odd.size()).isEqualTo(3);
		this.chain.add(this.calls.get(1));
		assertThat(this.chain.size()).isEqualTo(4);
		assertThat(drained()).containsExactly(this.calls.get(0), this.calls.get(2), this.calls.get(4),
				this.calls.get(1));
	}

	/** A caller may keep its future for long. */
	@Test
	void aCallThatLeftKeepsNoneThatCameAfterIt() {
		fill(0, 4);
		this.chain.remove();
		this.chain.removeInto(new ReadRequest[2]);
		assertThat(this.calls.subList(0, 3)).allSatisfy((call) -> assertThat(call.next()).isNull());
	}

	private void fill(int from, int to) {
		this.calls.subList(from, to).forEach(this.chain::add);
	}

	private List<ReadRequest> drained() {
		List<ReadRequest> drained = new ArrayList<>();
		this.chain.drain(drained::add);
		return drained;
	}

}
