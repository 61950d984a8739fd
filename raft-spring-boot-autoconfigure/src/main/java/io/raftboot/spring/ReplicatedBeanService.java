package io.raftboot.spring;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.UndeclaredThrowableException;
import java.nio.ByteBuffer;

import io.raftboot.core.statemachine.CommitContext;
import io.raftboot.core.statemachine.Snapshot;
import io.raftboot.core.statemachine.StateMachineFailedException;
import io.raftboot.spring.MarkedMethod.IncompleteFutureException;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Calls the methods of a bean for the commands in the log. Results are bytes already:
 * only the called method knows their type.
 */
final class ReplicatedBeanService implements ReplicatedService<CommandCall, byte @Nullable []> {

	private static final byte STATE_LAYOUT = 1;

	private final Object bean;

	private final ReplicatedState<Object> state;

	private final PayloadCodec stateCodec;

	/** The last thread that committed, and its place for what it commits. */
	private @Nullable Thread applier;

	private @Nullable Object[] current = new Object[1];

	@SuppressWarnings("unchecked")
	ReplicatedBeanService(Object bean, PayloadCodec stateCodec) {
		this.bean = bean;
		this.state = (ReplicatedState<Object>) bean;
		this.stateCodec = stateCodec;
	}

	@Override
	public byte @Nullable [] commit(CommandCall call, CommitContext context) {
		@Nullable Object[] place = place();
		place[0] = context;
		try {
			Object result = call.method().invoke(this.bean, call.arguments());
			return call.method().encodeResult(result);
		}
		catch (IncompleteFutureException ex) {
			// It may be complete on another node: no result that is the same everywhere
			throw new StateMachineFailedException("Failed at the command at index " + context.index(), ex);
		}
		catch (RuntimeException ex) {
			throw ex;
		}
		catch (Exception ex) {
			throw new UndeclaredThrowableException(ex);
		}
		finally {
			place[0] = null;
		}
	}

	private @Nullable Object[] place() {
		Thread thread = Thread.currentThread();
		if (thread != this.applier) {
			this.current = RaftCommit.place();
			this.applier = thread;
		}
		return this.current;
	}

	@Override
	public void savepoint() {
		this.state.savepoint();
	}

	@Override
	public void rollback() {
		this.state.rollback();
	}

	@Override
	public @Nullable Long digest() {
		return this.state.digest();
	}

	// Written at once: a bean that gives away its living state would tear the snapshot
	@Override
	public Snapshot snapshot() {
		Object captured = this.state.capture();
		Assert.state(captured != null, () -> this.bean.getClass().getName() + " captured null for its state");
		byte[] bytes = this.stateCodec.encode(captured);
		return (target) -> {
			checkReadable(bytes);
			target.write(STATE_LAYOUT);
			target.write(bytes);
		};
	}

	// The log is shortened behind a snapshot: one that cannot be read loses everything
	private void checkReadable(byte[] bytes) throws IOException {
		try {
			Assert.state(this.stateCodec.decode(ByteBuffer.wrap(bytes)) != null, "It would be read as null");
		}
		catch (RuntimeException ex) {
			throw new IOException("The state of " + this.bean.getClass().getName() + " cannot be read again", ex);
		}
	}

	@Override
	public void reset(long index, InputStream in) throws IOException {
		int layout = in.read();
		if (layout != STATE_LAYOUT) {
			throw new IOException("The state has layout " + layout + ", this version reads layout " + STATE_LAYOUT);
		}
		Object read = this.stateCodec.decode(ByteBuffer.wrap(in.readAllBytes()));
		if (read == null) {
			throw new IOException("The state is null");
		}
		this.state.restore(read);
	}

}
