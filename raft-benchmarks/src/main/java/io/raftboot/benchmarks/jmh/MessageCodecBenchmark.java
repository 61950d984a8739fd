package io.raftboot.benchmarks.jmh;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.TimeUnit;

import io.raftboot.core.model.AppendEntries;
import io.raftboot.core.model.AppendResponse;
import io.raftboot.core.model.EntryBatch;
import io.raftboot.core.model.EntryBatchBuilder;
import io.raftboot.core.model.EntryLayout;
import io.raftboot.core.model.EntryType;
import io.raftboot.core.model.Message;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.transport.codec.FrameHeader;
import io.raftboot.core.transport.codec.MessageDecoder;
import io.raftboot.core.transport.codec.MessageEncoder;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Messages to frames and back. Decoded entries are slices of the frame, checked. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class MessageCodecBenchmark {

	private static final int PAYLOAD_BYTES = 256;

	private static final NodeId PEER = NodeId.of("n1");

	/** Entries of the message. */
	@Param({ "1", "64" })
	int count;

	private Message append = new AppendResponse(PEER, 1L, true, 1L, 0L, 0L, 1L);

	private final Message response = new AppendResponse(PEER, 1L, true, 1L, 0L, 0L, 1L);

	private ByteBuffer appendFrame = ByteBuffer.allocate(0);

	private ByteBuffer responseFrame = ByteBuffer.allocate(0);

	private ByteBuffer frame = ByteBuffer.allocate(0);

	@Setup
	public void encodeOnce() {
		EntryBatchBuilder builder = new EntryBatchBuilder(1L, 1L, this.count * EntryLayout.entryBytes(PAYLOAD_BYTES));
		for (int i = 0; i < this.count; i++) {
			builder.add(EntryType.COMMAND, ByteBuffer.allocate(PAYLOAD_BYTES));
		}
		EntryBatch batch = builder.build();
		this.append = new AppendEntries(PEER, 1L, 0L, 0L, 0L, 1L, 500, batch);
		this.frame = ByteBuffer.allocateDirect(MessageEncoder.frameBytesMax(this.append) + 1024)
			.order(ByteOrder.LITTLE_ENDIAN);
		this.appendFrame = encoded(this.append);
		this.responseFrame = encoded(this.response);
	}

	private static ByteBuffer encoded(Message message) {
		ByteBuffer encoded = ByteBuffer.allocateDirect(MessageEncoder.frameBytesMax(message))
			.order(ByteOrder.LITTLE_ENDIAN);
		MessageEncoder.encode(message, 1, encoded);
		return encoded.flip();
	}

	@Benchmark
	public int encodeAppend() {
		return MessageEncoder.encode(this.append, 1, this.frame.clear());
	}

	@Benchmark
	public int encodeResponse() {
		return MessageEncoder.encode(this.response, 1, this.frame.clear());
	}

	@Benchmark
	public Message decodeAppend() {
		return decode(this.appendFrame);
	}

	@Benchmark
	public Message decodeResponse() {
		return decode(this.responseFrame);
	}

	private static Message decode(ByteBuffer frame) {
		int type = FrameHeader.type(frame.rewind());
		return MessageDecoder.decode(PEER, type, frame.position(FrameHeader.BYTES));
	}

}
