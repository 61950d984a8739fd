package io.raftboot.sample;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

import io.raftboot.core.model.FencingToken;
import io.raftboot.spring.LeaderOnly;
import io.raftboot.spring.RaftLeadership;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.scheduling.annotation.Scheduled;

/**
 * Adds lines to a ledger outside of the cluster, on the leader only. Every request
 * carries the fencing token: between the check of {@link LeaderOnly} and a line any time
 * may pass, and only the ledger can refuse a line that comes too late.
 */
class LedgerJob {

	private static final Logger logger = LoggerFactory.getLogger(LedgerJob.class);

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private static final int CONFLICT = 409;

	private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final URI ledger;

	private final RaftLeadership leadership;

	private final String nodeId;

	LedgerJob(URI ledger, RaftLeadership leadership, String nodeId) {
		this.ledger = ledger;
		this.leadership = leadership;
		this.nodeId = nodeId;
	}

	@LeaderOnly
	@Scheduled(fixedDelay = 100)
	public void write() throws IOException, InterruptedException {
		FencingToken token = this.leadership.require().token();
		String query = "?term=" + token.term() + "&index=" + token.index() + "&node=" + this.nodeId;
		send(HttpRequest.newBuilder(this.ledger.resolve("/next" + query)).GET());
		// A process that stops here for long goes on with the old token
		int status = send(HttpRequest.newBuilder(this.ledger.resolve("/lines" + query))
			.POST(HttpRequest.BodyPublishers.noBody()));
		if (status == CONFLICT) {
			logger.warn("The ledger has seen a newer leader than {}", token);
		}
	}

	private int send(HttpRequest.Builder request) throws IOException, InterruptedException {
		return this.client.send(request.timeout(TIMEOUT).build(), BodyHandlers.discarding()).statusCode();
	}

}
