package io.raftboot.http;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.raftboot.core.model.NodeId;
import io.raftboot.core.node.RaftNode;
import io.raftboot.core.node.RaftNodeOptions;
import io.raftboot.spring.RaftSetCommand;
import io.raftboot.spring.RaftSetCommands;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.web.ErrorResponse;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.RequestPredicates;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * The calls of eosc/raft over HTTP, the same on every node: {@code set}, {@code addNode},
 * {@code deleteNode} and {@code getPeerList} under {@value #PATH}. Every answer, also to
 * what is not understood, is an envelope of code, msg, data and error. Nothing is
 * protected: an application puts its security before it.
 */
public final class RaftHttpApi {

	/** Where the calls are. */
	public static final String PATH = "/raft/api";

	private static final Logger logger = LoggerFactory.getLogger(RaftHttpApi.class);

	private static final Map<String, HttpMethod> METHODS = Map.of(PATH + "/set", HttpMethod.POST, PATH + "/addNode",
			HttpMethod.POST, PATH + "/deleteNode", HttpMethod.POST, PATH + "/getPeerList", HttpMethod.GET);

	/** The engine ends every call by itself, in time. */
	private static final Duration MARGIN = Duration.ofSeconds(10);

	/** An id and an address are far below it. */
	private static final int MEMBER_BODY_BYTES_MAX = 4096;

	private final MembershipCalls members;

	private final RaftSetCommands sets;

	private final int bodyBytesMax;

	private final Duration timeout;

	/**
	 * Makes one.
	 * @param node the node
	 * @param options how it is set up
	 * @param sets what can be set
	 */
	public RaftHttpApi(RaftNode node, RaftNodeOptions options, RaftSetCommands sets) {
		this.members = new MembershipCalls(node);
		this.sets = sets;
		this.bodyBytesMax = options.commandBytesMax();
		this.timeout = options.proposalTimeout().plus(MARGIN);
	}

	/** The calls, and an answer to everything else below {@value #PATH}. */
	public RouterFunction<ServerResponse> routes() {
		return RouterFunctions.route()
			.POST(PATH + "/set", answering(this::set))
			.POST(PATH + "/addNode", answering(this::addNode))
			.POST(PATH + "/deleteNode", answering(this::deleteNode))
			.GET(PATH + "/getPeerList", answering(this::getPeerList))
			.route(RequestPredicates.path(PATH + "/**"), this::unknown)
			.build();
	}

	private CompletableFuture<?> set(ServerRequest request) throws Exception {
		// First: to ask for a parameter would read the body of a form
		byte[] body = JsonBody.read(request, this.bodyBytesMax);
		RaftSetCommands.Target target = this.sets.target(request.param("machine").orElse(null));
		String key = JsonBody.idempotencyKey(request);
		Object command = command(target.command(), body);
		return (key != null) ? target.raft().submit(command, key) : target.raft().submit(command);
	}

	private static Object command(RaftSetCommand maker, byte[] body) {
		try {
			return maker.command(body);
		}
		catch (JacksonException ex) {
			throw ApiFailure.badRequest("The body is not what is expected: " + ex.getOriginalMessage());
		}
		catch (IllegalArgumentException ex) {
			throw ApiFailure.badRequest(String.valueOf(ex.getMessage()));
		}
		catch (RuntimeException ex) {
			if (ex instanceof ErrorResponse response && response.getStatusCode().is4xxClientError()) {
				HttpStatus status = HttpStatus.valueOf(response.getStatusCode().value());
				throw new ApiFailure(status, 0, String.valueOf(response.getBody().getDetail()));
			}
			throw ex;
		}
	}

	private CompletableFuture<?> addNode(ServerRequest request) throws Exception {
		JsonNode body = JsonBody.object(JsonBody.read(request, MEMBER_BODY_BYTES_MAX), List.of("id", "address"));
		NodeId id = JsonBody.nodeId(body);
		return this.members.add(id, JsonBody.text(body, "address"));
	}

	private CompletableFuture<?> deleteNode(ServerRequest request) throws Exception {
		JsonNode body = JsonBody.object(JsonBody.read(request, MEMBER_BODY_BYTES_MAX), List.of("id"));
		return this.members.delete(JsonBody.nodeId(body));
	}

	private CompletableFuture<?> getPeerList(ServerRequest request) {
		return CompletableFuture.completedFuture(this.members.list());
	}

	private ServerResponse unknown(ServerRequest request) {
		HttpMethod method = METHODS.get(request.path());
		if (method == null) {
			return EnvelopeResponse.of(new ApiFailure(HttpStatus.NOT_FOUND, 0,
					"There is no such call; there are " + METHODS.keySet().stream().sorted().toList()), null);
		}
		return EnvelopeResponse.of(new ApiFailure(HttpStatus.METHOD_NOT_ALLOWED, 0, request.path() + " is a " + method),
				method);
	}

	private HandlerFunction<ServerResponse> answering(Call call) {
		return (request) -> {
			try {
				return ServerResponse.async(call.begin(request).handle(RaftHttpApi::response), this.timeout);
			}
			catch (RuntimeException ex) {
				return response(null, ex);
			}
		};
	}

	private static ServerResponse response(@Nullable Object data, @Nullable Throwable failure) {
		if (failure == null) {
			return EnvelopeResponse.of(data);
		}
		ApiFailure known = ApiFailure.of(failure);
		if (known.isUnexpected()) {
			logger.error("A call of the HTTP API failed", failure);
		}
		return EnvelopeResponse.of(known, null);
	}

	/** What a request asks for. */
	@FunctionalInterface
	private interface Call {

		CompletableFuture<?> begin(ServerRequest request) throws Exception;

	}

}
