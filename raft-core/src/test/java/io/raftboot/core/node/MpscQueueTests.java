package io.raftboot.core.node;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(60)
class MpscQueueTests {

	private final MpscQueue<Item> queue = new MpscQueue<>();

	@Test
	void givesElementsInTheOrderTheyCame() {
		for (int round = 0; round < 3; round++) {
			assertThat(this.queue.poll()).isNull();
			for (int i = 0; i < 5; i++) {
				this.queue.offer(new Item(0, i));
			}
			for (int i = 0; i < 5; i++) {
				assertThat(this.queue.poll().number).isEqualTo(i);
			}
		}
	}

	@Test
	void anElementCanBeQueuedAgainAfterItWasTaken() {
		Item item = new Item(0, 1);
		for (int i = 0; i < 10; i++) {
			this.queue.offer(item);
			assertThat(this.queue.poll()).isSameAs(item);
			assertThat(this.queue.poll()).isNull();
		}
	}

	@Test
	void drainsNoMoreThanItIsAskedFor() {
		for (int i = 0; i < 5; i++) {
			this.queue.offer(new Item(0, i));
		}
		List<Integer> taken = new ArrayList<>();
		assertThat(this.queue.drain(2, (item) -> taken.add(item.number))).isEqualTo(2);
		assertThat(this.queue.isDrained()).isFalse();
		assertThat(this.queue.drain(10, (item) -> taken.add(item.number))).isEqualTo(3);
		assertThat(taken).containsExactly(0, 1, 2, 3, 4);
		assertThat(this.queue.isDrained()).isTrue();
		assertThat(this.queue.drain(10, (item) -> taken.add(item.number))).isZero();
	}

	@Test
	void whatIsOfferedWhileItIsDrainedIsDrainedToo() {
		List<Item> taken = new ArrayList<>();
		this.queue.offer(new Item(0, 1));
		this.queue.drain(10, (item) -> {
			taken.add(item);
			if (taken.size() < 4) {
				this.queue.offer(item);
			}
		});
		assertThat(taken).hasSize(4);
		assertThat(this.queue.isDrained()).isTrue();
	}

	@Test
	void theOthersStayWhenATakerFails() {
		this.queue.offer(new Item(0, 1));
		this.queue.offer(new Item(0, 2));
		assertThatThrownBy(() -> this.queue.drain(10, (item) -> {
			throw new IllegalStateException();
		})).isInstanceOf(IllegalStateException.class);
		assertThat(this.queue.poll().number).isEqualTo(2);
	}

	/** A caller may keep its future for long. */
	@Test
	void anElementThatWasTakenKeepsNoneThatCameAfterIt() {
		for (int i = 0; i < 6; i++) {
			this.queue.offer(new Item(0, i));
		}
		List<Item> taken = new ArrayList<>();
		taken.add(this.queue.poll());
		this.queue.drain(3, taken::add);
		assertThat(taken).allSatisfy((item) -> assertThat(item.next()).isNull());
	}

	@Test
	void waitsForTheFirstProducerThatIsBetweenItsSteps() throws Exception {
		HesitantLink hesitant = new HesitantLink();
		MpscQueue<MpscQueue.Link> links = new MpscQueue<>(hesitant);
		Item first = new Item(0, 1);
		Thread producer = new Thread(() -> links.offer(first));
		producer.start();
		hesitant.linking.await();
		assertThat(links.poll()).isSameAs(first);
		assertThat(links.poll()).isNull();
		producer.join();
	}

	@Test
	void waitsForAProducerThatIsBetweenItsSteps() throws Exception {
		HesitantLink hesitant = new HesitantLink();
		MpscQueue<MpscQueue.Link> links = new MpscQueue<>();
		links.offer(hesitant);
		Item second = new Item(0, 2);
		Thread producer = new Thread(() -> links.offer(second));
		producer.start();
		hesitant.linking.await();
		assertThat(links.poll()).isSameAs(hesitant);
		assertThat(links.poll()).isSameAs(second);
		assertThat(links.poll()).isNull();
		producer.join();
	}

	@Test
	void losesNothingAndKeepsTheOrderOfEachProducer() throws Exception {
		int producers = 4;
		int each = 200_000;
		CountDownLatch go = new CountDownLatch(1);
		List<Thread> threads = new ArrayList<>();
		for (int p = 0; p < producers; p++) {
			int producer = p;
			Thread thread = new Thread(() -> {
				try {
					go.await();
				}
				catch (InterruptedException ex) {
					throw new IllegalStateException(ex);
				}
				for (int i = 0; i < each; i++) {
					this.queue.offer(new Item(producer, i));
				}
			});
			threads.add(thread);
			thread.start();
		}
		go.countDown();
		int[] next = new int[producers];
		for (int taken = 0; taken < producers * each;) {
			taken += this.queue.drain(1_000, (item) -> assertThat(item.number).isEqualTo(next[item.producer]++));
		}
		assertThat(this.queue.poll()).isNull();
		for (Thread thread : threads) {
			thread.join();
		}
	}

	/** Its producer ends the second step when the consumer has looked for it in vain. */
	private static final class HesitantLink implements MpscQueue.Link {

		private static final int LOOKS = 200;

		final CountDownLatch linking = new CountDownLatch(1);

		private final CountDownLatch lookedFor = new CountDownLatch(LOOKS);

		private volatile MpscQueue.Link next;

		@Override
		public MpscQueue.Link next() {
			this.lookedFor.countDown();
			return this.next;
		}

		@Override
		public void next(MpscQueue.Link next) {
			if (next != null) {
				this.linking.countDown();
				awaitUninterruptibly(this.lookedFor);
			}
			this.next = next;
		}

		private static void awaitUninterruptibly(CountDownLatch latch) {
			try {
				latch.await();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

	private static final class Item extends MpscQueue.Linked {

		final int producer;

		final int number;

		Item(int producer, int number) {
			this.producer = producer;
			this.number = number;
		}

	}

}
