package io.raftboot.console;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import io.raftboot.actuate.RaftAnswer.Outcome;
import io.raftboot.actuate.RaftHealthReasons;
import io.raftboot.actuate.RaftOperation;
import io.raftboot.actuate.RaftOrders;
import io.raftboot.actuate.RaftOutcome;
import io.raftboot.actuate.RecentRaftEvents;
import io.raftboot.core.node.RaftNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * The console over HTTP: the page at {@code /raft}, what it shows at
 * {@code /raft/console/state} and, where they are permitted, operations below
 * {@code /raft/console/operations}. All that the page needs comes from here and nothing
 * in it is inline, so that it works under a strict content security policy, which it sets
 * itself.
 */
public final class RaftConsole {

	/** Header that a page of another origin cannot send without asking first. */
	static final String OPERATION_HEADER = "X-Raft-Console";

	private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; "
			+ "connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

	private static final Set<RaftOperation> OPERATIONS = EnumSet.of(RaftOperation.TRANSFER, RaftOperation.STEP_DOWN,
			RaftOperation.SNAPSHOT, RaftOperation.PROMOTE, RaftOperation.DEMOTE, RaftOperation.REMOVE);

	private static final List<String> STYLES = List.of("base.css", "console.css");

	private static final List<String> SCRIPTS = List.of("console.js", "history.js", "nodes.js", "operations.js",
			"text.js");

	private final ConsoleStateAssembler assembler;

	private final RaftOrders orders;

	private final boolean operationsPermitted;

	/** Independent of the application's: the page knows one form. */
	private final JsonMapper mapper = JsonMapper.builder().build();

	/**
	 * A console of a node.
	 * @param node the node
	 * @param healthReasons judges it
	 * @param terms who led when
	 * @param events what happened
	 * @param orders carries operations out
	 * @param operationsPermitted whether the page offers them
	 */
	public RaftConsole(RaftNode node, RaftHealthReasons healthReasons, TermHistory terms, RecentRaftEvents events,
			RaftOrders orders, boolean operationsPermitted) {
		this.assembler = new ConsoleStateAssembler(node, healthReasons, terms, events, operationsPermitted,
				Clock.systemUTC());
		this.orders = orders;
		this.operationsPermitted = operationsPermitted;
	}

	/** What to serve; operations only where they are permitted. */
	public RouterFunction<ServerResponse> routes() {
		RouterFunctions.Builder routes = RouterFunctions.route()
			.GET("/raft", file("console.html", MediaType.TEXT_HTML))
			.GET("/raft/console/state", (request) -> state());
		STYLES.forEach((name) -> routes.GET("/raft/console/" + name, file(name, new MediaType("text", "css"))));
		SCRIPTS.forEach((name) -> routes.GET("/raft/console/" + name, file(name, new MediaType("text", "javascript"))));
		if (this.operationsPermitted) {
			routes.POST("/raft/console/operations/{operation}", this::operate);
		}
		return routes.build();
	}

	private static HandlerFunction<ServerResponse> file(String name, MediaType type) {
		byte[] content = read(name);
		MediaType withCharset = new MediaType(type, StandardCharsets.UTF_8);
		return (request) -> guarded(ServerResponse.ok()).contentType(withCharset).body(content);
	}

	private static byte[] read(String name) {
		try {
			return new ClassPathResource(name, RaftConsole.class).getContentAsByteArray();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private ServerResponse state() {
		return ServerResponse.async(this.assembler.assemble().thenApply((state) -> json(HttpStatus.OK, state)));
	}

	private ServerResponse operate(ServerRequest request) {
		if (!isFromPage(request)) {
			return json(HttpStatus.FORBIDDEN,
					new ConsoleAnswer(Outcome.REFUSED, "Operations are for the page of the console only"));
		}
		RaftOperation operation = RaftOperation.of(request.pathVariable("operation"));
		if (operation == null || !OPERATIONS.contains(operation)) {
			return json(HttpStatus.NOT_FOUND, new ConsoleAnswer(Outcome.UNKNOWN, "The console has no such operation"));
		}
		RaftOutcome outcome = this.orders.carryOut(operation, request.param("target").orElse(null));
		return json(HttpStatus.valueOf(outcome.outcome().httpStatus()),
				new ConsoleAnswer(outcome.outcome(), outcome.message()));
	}

	/**
	 * Other sites cannot set the header, and browsers tell where a request comes from.
	 */
	private static boolean isFromPage(ServerRequest request) {
		String site = request.headers().firstHeader("Sec-Fetch-Site");
		return request.headers().firstHeader(OPERATION_HEADER) != null && (site == null || site.equals("same-origin"));
	}

	private ServerResponse json(HttpStatus status, Object body) {
		return guarded(ServerResponse.status(status)).contentType(MediaType.APPLICATION_JSON)
			.body(this.mapper.writeValueAsBytes(body));
	}

	/**
	 * What reflection and resources it needs.
	 * @param hints to add to
	 */
	public static void registerHints(RuntimeHints hints) {
		new BindingReflectionHintsRegistrar().registerReflectionHints(hints.reflection(), ConsoleState.class,
				ConsoleAnswer.class);
		hints.resources()
			.registerPattern("io/raftboot/console/*.html")
			.registerPattern("io/raftboot/console/*.css")
			.registerPattern("io/raftboot/console/*.js");
	}

	private static ServerResponse.BodyBuilder guarded(ServerResponse.BodyBuilder response) {
		return response.header("Content-Security-Policy", POLICY)
			.header("X-Content-Type-Options", "nosniff")
			.header("Referrer-Policy", "no-referrer")
			.header("Cache-Control", "no-store");
	}

}
