package io.raftboot.core.transport.codec;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.raftboot.core.model.AdminRequest;
import io.raftboot.core.model.AdminResponse;
import io.raftboot.core.model.AppendEntries;
import io.raftboot.core.model.AppendResponse;
import io.raftboot.core.model.EntryBatch;
import io.raftboot.core.model.EntryBatchBuilder;
import io.raftboot.core.model.EntryType;
import io.raftboot.core.model.ForwardRequest;
import io.raftboot.core.model.ForwardResponse;
import io.raftboot.core.model.Heartbeat;
import io.raftboot.core.model.HeartbeatResponse;
import io.raftboot.core.model.InquiryRequest;
import io.raftboot.core.model.InquiryResponse;
import io.raftboot.core.model.MemberStatus;
import io.raftboot.core.model.Message;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Peer;
import io.raftboot.core.model.PreVoteRequest;
import io.raftboot.core.model.PreVoteResponse;
import io.raftboot.core.model.ReadIndexRequest;
import io.raftboot.core.model.ReadIndexResponse;
import io.raftboot.core.model.Role;
import io.raftboot.core.model.SnapshotChunk;
import io.raftboot.core.model.SnapshotChunkResponse;
import io.raftboot.core.model.StatusRequest;
import io.raftboot.core.model.StatusResponse;
import io.raftboot.core.model.TimeoutNow;
import io.raftboot.core.model.VoteRequest;
import io.raftboot.core.model.VoteResponse;

/** One message of each type, every field with a value of its own. */
final class MessageSamples {

	static final NodeId FROM = NodeId.of("node-1");

	private MessageSamples() {
	}

	static Map<Class<? extends Message>, Message> all() {
		Map<Class<? extends Message>, Message> samples = new LinkedHashMap<>();
		for (Message sample : List.of(new PreVoteRequest(FROM, 5L, 6L, 1234L, 4L),
				new PreVoteResponse(FROM, 5L, 6L, true), new VoteRequest(FROM, 6L, 1234L, 4L, true),
				new VoteResponse(FROM, 6L, true, 0x1122334455667788L), appendEntries(),
				new AppendResponse(FROM, 6L, false, 99L, 88L, 3L, 77L), new Heartbeat(FROM, 6L, 1200L, 78L, 1000),
				new HeartbeatResponse(FROM, 6L, 78L, 1236L), new ReadIndexRequest(FROM, 6L, 41L, true),
				new ReadIndexResponse(FROM, 6L, 41L, -1L), forwardRequest(),
				new ForwardResponse(FROM, 6L, 500L, 2, ForwardResponse.Status.REJECTED, 1237L, "Name fehlt: “größer”"),
				new TimeoutNow(FROM, 6L, 79L), snapshotChunk(), snapshotChunkResponse(), adminRequest(),
				adminResponse(), new StatusRequest(FROM, 6L, 700L), statusResponse(),
				new InquiryRequest(FROM, 6L, 800L, "häfen.1"),
				new InquiryResponse(FROM, 6L, 800L, InquiryResponse.Status.UNABLE, text("kein Hafen frei")))) {
			samples.put(sample.getClass(), sample);
		}
		return samples;
	}

	static AppendEntries appendEntries() {
		EntryBatchBuilder batch = new EntryBatchBuilder(1235L, 6L, 96);
		batch.add(EntryType.NO_OP, ByteBuffer.allocate(0));
		batch.add(EntryType.COMMAND, text("hello"));
		return new AppendEntries(FROM, 6L, 1234L, 4L, 1200L, 77L, 1000, batch.build());
	}

	static ForwardRequest forwardRequest() {
		return new ForwardRequest(FROM, 6L, 500L,
				List.of(new ForwardRequest.Command("default", text("put x=1")),
						new ForwardRequest.Command("zähler", 3, 7L, 8L, 6L, text("key"), text("")),
						new ForwardRequest.Command("", text("!"))));
	}

	static SnapshotChunk snapshotChunk() {
		return new SnapshotChunk(FROM, 6L, 1234L, 4L, 5_000_000_000L, 0x89abcdef, 4_999_999_000L, text("pièce"));
	}

	static SnapshotChunkResponse snapshotChunkResponse() {
		return new SnapshotChunkResponse(FROM, 6L, 1234L, 4L, 4_999_999_006L, SnapshotChunkResponse.Status.REFUSED);
	}

	static AdminRequest adminRequest() {
		return new AdminRequest(FROM, 6L, 600L, AdminRequest.Operation.SET_ADDRESS, NodeId.of("node-4"),
				"köln.example:7400", Long.MIN_VALUE, 1230L);
	}

	static AdminResponse adminResponse() {
		return new AdminResponse(FROM, 6L, 600L, AdminResponse.Status.NOT_LEADER, 1231L,
				new Peer(NodeId.of("node-2"), "[::1]:7400", 78L), "Frag „node-2“");
	}

	static StatusResponse statusResponse() {
		return new StatusResponse(FROM, 700L, new MemberStatus(Role.CANDIDATE, NodeId.of("node-3"), 6L, 1001L, 1239L,
				1238L, 1237L, 1236L, 1000L, 5_000_000_000L));
	}

	static ByteBuffer text(String text) {
		return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
	}

	/** A form that compares by content: entries are no values. */
	static Object comparable(Message message) {
		if (message instanceof AppendEntries append) {
			EntryBatch entries = append.entries();
			return List.of(append.withEntries(EntryBatch.EMPTY), entries.bytes(), entries.firstIndex(), entries.count(),
					entries.firstTerm(), entries.lastTerm());
		}
		return message;
	}

}
