package io.raftboot.test.transport;

import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;

import static io.raftboot.test.transport.TransportProbe.runUntil;
import static io.raftboot.test.transport.TransportProbe.settle;
import static org.assertj.core.api.Assertions.assertThat;

/** Sleeping and waking. */
abstract class TransportWaitingContractTests extends TransportFixture {

	TransportWaitingContractTests(TransportContractTests kit) {
		super(kit);
	}

	@Test
	void endsWhenTheTimeIsOver() {
		TransportProbe a = node("a");
		settle(a);
		long start = System.nanoTime();
		a.transport().await(20_000_000L);
		assertThat(System.nanoTime() - start).isBetween(0L, 2_000_000_000L);
	}

	@Test
	void endsAtOnceAfterAnEarlierWakeUp() {
		TransportProbe a = node("a");
		settle(a);
		a.transport().wakeUp();
		awaitWithin(a, 60_000_000_000L);
	}

	@Test
	void endsWhenAnotherThreadWakesIt() throws InterruptedException {
		TransportProbe a = node("a");
		settle(a);
		AtomicBoolean stop = new AtomicBoolean();
		AtomicBoolean wanted = new AtomicBoolean();
		Thread waker = new Thread(() -> {
			while (!stop.get()) {
				if (wanted.compareAndSet(true, false)) {
					a.transport().wakeUp();
				}
				Thread.onSpinWait();
			}
		});
		waker.start();
		for (int i = 0; i < 2000; i++) {
			wanted.set(true);
			while (wanted.get()) {
				long start = System.nanoTime();
				a.transport().await(10_000_000_000L);
				assertThat(System.nanoTime() - start).isLessThan(9_000_000_000L);
			}
			a.transport().await(0L);
		}
		stop.set(true);
		waker.join();
	}

	@Test
	void endsWhenAMessageComesAndLeavesItToThePoll() {
		TransportProbe a = node("a");
		TransportProbe b = node("b");
		connect(a, b);
		settle(a, b);
		a.transport().send(b.id(), heartbeat(a, 1));
		a.transport().flush();
		awaitWithin(b, 60_000_000_000L);
		assertThat(b.messages()).isEmpty();
		runUntil(() -> b.messages().size() == 1, b);
	}

	private static void awaitWithin(TransportProbe probe, long nanos) {
		long start = System.nanoTime();
		probe.transport().await(nanos);
		assertThat(System.nanoTime() - start).isLessThan(nanos / 2);
	}

}
