package io.raftboot.benchmarks.microraft;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

import io.microraft.model.message.RaftMessage;
import org.jspecify.annotations.Nullable;

/**
 * Writes to one other node, all that is queued at once, on a thread of its own. What
 * cannot be sent is lost, as Raft allows.
 */
final class PeerSender implements AutoCloseable {

	private static final int QUEUED = 4096;

	private static final int BACK_OFF_MILLIS = 20;

	private final int port;

	private final BlockingQueue<RaftMessage> queue = new ArrayBlockingQueue<>(QUEUED);

	private final Thread thread;

	private volatile @Nullable Socket socket;

	private volatile boolean closed;

	PeerSender(String name, int port) {
		this.port = port;
		this.thread = new Thread(this::run, name);
		this.thread.start();
	}

	void send(RaftMessage message) {
		this.queue.offer(message);
	}

	boolean isConnected() {
		return this.socket != null;
	}

	@Override
	public void close() throws InterruptedException {
		this.closed = true;
		this.thread.interrupt();
		disconnect();
		this.thread.join();
		disconnect();
	}

	private void run() {
		List<RaftMessage> messages = new ArrayList<>();
		Batch batch = new Batch();
		while (!this.closed) {
			try {
				messages.clear();
				messages.add(this.queue.take());
				this.queue.drainTo(messages);
				batch.reset();
				DataOutputStream out = new DataOutputStream(batch);
				for (RaftMessage message : messages) {
					MessageCodec.write(message, out);
				}
				batch.writeTo(connected().getOutputStream());
			}
			catch (IOException ex) {
				disconnect();
				backOff();
			}
			catch (InterruptedException ex) {
				return;
			}
		}
	}

	private Socket connected() throws IOException {
		Socket connected = this.socket;
		if (connected == null) {
			connected = new Socket();
			connected.setTcpNoDelay(true);
			try {
				connected.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), this.port));
			}
			catch (IOException ex) {
				connected.close();
				throw ex;
			}
			this.socket = connected;
		}
		return connected;
	}

	private void disconnect() {
		Socket connected = this.socket;
		this.socket = null;
		if (connected != null) {
			try {
				connected.close();
			}
			catch (IOException ex) {
				// Was broken already
			}
		}
	}

	private void backOff() {
		try {
			Thread.sleep(BACK_OFF_MILLIS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/** Gives up what it has grown to for a large batch. */
	private static final class Batch extends ByteArrayOutputStream {

		private static final int KEPT = 1 << 22;

		@Override
		public void reset() {
			super.reset();
			if (this.buf.length > KEPT) {
				this.buf = new byte[KEPT];
			}
		}

	}

}
