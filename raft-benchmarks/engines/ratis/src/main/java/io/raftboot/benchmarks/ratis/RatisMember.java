package io.raftboot.benchmarks.ratis;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;

import io.raftboot.benchmarks.cluster.Completion;
import io.raftboot.benchmarks.cluster.EngineMember;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientAsynchronousProtocol;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * One node of Apache Ratis, with a client identity for what is proposed on it. Requests
 * go to the division: the server's own entry hands each to a thread of a pool and blocks
 * its caller until that has appended it, so that a single caller gets no further than two
 * hand-offs between threads allow.
 */
final class RatisMember implements EngineMember {

	private final RaftServer server;

	private final RaftServer.Division division;

	private final RaftClientAsynchronousProtocol requests;

	private final RaftGroupId group;

	private final ClientId client = ClientId.randomId();

	private final AtomicLong calls = new AtomicLong();

	RatisMember(RaftServer server, RaftGroupId group) throws IOException {
		this.server = server;
		this.division = server.getDivision(group);
		this.requests = (RaftClientAsynchronousProtocol) this.division;
		this.group = group;
	}

	@Override
	public boolean isLeader() {
		// A leader refuses requests until it has committed its first entry
		return this.division.getInfo().isLeaderReady();
	}

	@Override
	public long term() {
		return this.division.getInfo().getCurrentTerm();
	}

	@Override
	public void propose(ByteBuffer command, Completion completion) {
		RaftClientRequest request = RaftClientRequest.newBuilder()
			.setClientId(this.client)
			.setServerId(this.server.getId())
			.setGroupId(this.group)
			.setCallId(this.calls.incrementAndGet())
			.setMessage(Message.valueOf(ByteString.copyFrom(command.duplicate())))
			.setType(RaftClientRequest.writeRequestType())
			.build();
		try {
			this.requests.submitClientRequestAsync(request)
				.whenComplete((reply, failure) -> completion.accept(null, failure(reply, failure)));
		}
		catch (IOException ex) {
			completion.accept(null, ex);
		}
	}

	private static @Nullable Throwable failure(@Nullable RaftClientReply reply, @Nullable Throwable failure) {
		return (failure != null || reply == null || reply.isSuccess()) ? failure : reply.getException();
	}

	@Override
	public void close() throws IOException {
		this.server.close();
	}

}
