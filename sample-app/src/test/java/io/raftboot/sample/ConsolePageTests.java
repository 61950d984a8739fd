package io.raftboot.sample;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page of the console in a real browser, without a node: what it would answer, and
 * when it is time to look again, is up to the test. No cluster, no waiting.
 */
class ConsolePageTests {

	private static Browser browser;

	private static ConsolePageServer server;

	@BeforeAll
	static void start() throws IOException {
		browser = Browser.start("console-page-browser");
		server = ConsolePageServer.start();
		try (InputStream node = Objects.requireNonNull(ConsolePageTests.class.getResourceAsStream("console-node.js"))) {
			browser.beforeEachPage(new String(node.readAllBytes(), StandardCharsets.UTF_8));
		}
	}

	@AfterAll
	static void stop() {
		if (server != null) {
			server.close();
		}
		if (browser != null) {
			browser.close();
		}
	}

	@BeforeEach
	void open() {
		browser.open(server.page());
	}

	/** Runs a script in the page that may await, and answers with what it returns. */
	private static List<?> run(String script) {
		Object result = browser
			.await("const done = arguments[arguments.length - 1]; const node = window.node; (async () => {" + script
					+ "})().then(done, (failure) => done(['failed', String(failure)]))");
		return (List<?>) Objects.requireNonNull(result);
	}

	@Test
	void itGoesOnLookingWhenTheNodeDoesNotAnswerAndSaysSo() {
		assertThat(run("""
				const seen = [];
				const look = () => seen.push(node.text('#freshness'), node.text('#leader'));
				await node.breaks(); look();
				await node.tick(); await node.answer(node.state()); look();
				await node.tick(); await node.breaks(); look();
				await node.tick(); await node.answerStatus(503); look();
				await node.tick(); await node.answer(node.state({ leader: 'n3' })); look();
				return seen;
				""")).isEqualTo(List.of("No answer from this node", "–", "Live", "n2",
				"No answer from this node for 500 ms", "n2", "No answer from this node for 1 s", "n2", "Live", "n3"));
	}

	@Test
	void itAsksOnceAtATimeAndNotForEver() {
		assertThat(run("""
				await node.answer(node.state());
				await node.tick();
				const bound = node.looks[0].options.signal instanceof AbortSignal;
				await node.tick(); await node.tick();
				return [node.looks.length, bound, node.looks[0].options.cache];
				""")).isEqualTo(List.of(1L, true, "no-store"));
	}

	@Test
	void aNodeThatHangsIsNotLive() {
		assertThat(run("""
				await node.answer(node.state());
				for (let i = 0; i < 8; i++) { await node.tick(); }
				return [node.text('#freshness'), document.querySelector('#freshness').dataset.state];
				""")).isEqualTo(List.of("No answer from this node for 4 s", "lost"));
	}

	@Test
	void itDoesNotLookWhileNobodyLooksAtIt() {
		assertThat(run("""
				await node.answer(node.state());
				await node.hide(true);
				await node.tick(); await node.tick();
				const hidden = node.looks.length;
				await node.hide(false);
				return [hidden, node.looks.length];
				""")).isEqualTo(List.of(0L, 1L));
	}

	@Test
	void aLeaderThatIsLostIsNotShownAnyMore() {
		assertThat(
				run("""
						await node.answer(node.state());
						const before = [node.text('#leader'), node.text('[data-node=n2] .badge'), document.title];
						await node.tick();
						await node.answer(node.state({
						  leader: null,
						  members: [node.member('n1', { leader: null, lagEntries: null }),
						    node.member('n2', { role: null, leader: null, term: null, log: null, lagEntries: null, problem: 'Node n2 cannot be reached' })],
						}));
						return [...before, node.text('#leader'), document.querySelector('#leader').dataset.state, document.title,
						  node.text('#announcement'), node.text('[data-node=n2] .badge'), node.text('[data-node=n2] .state'),
						  node.text('[data-node=n2] .last-index'), node.text('#answering'), node.text('[data-node=n1] .state'),
						  node.text('[data-node=n3]')];
						"""))
			.isEqualTo(Arrays.asList("n2", "Leader", "n2 · Raft console", "None known", "none",
					"No leader · Raft console", "No leader is known", "No answer", "Node n2 cannot be reached", "–",
					"1 of 2", "Knows no leader", null));
	}

	@Test
	void problemsAndChangesAreShownWhileTheyLast() {
		assertThat(run("""
				await node.answer(node.state({ problems: ['No leader is known'], changing: true }));
				const before = node.text('#problems');
				await node.tick();
				await node.answer(node.state());
				return [before, node.text('#problems')];
				""")).isEqualTo(List.of("No leader is knownThe voters are being changed", ""));
	}

	@Test
	void buttonsAreThereWhereTheyArePermittedAndMakeSense() {
		assertThat(
				run("""
						await node.answer(node.state());
						const without = document.querySelectorAll('.node button').length;
						await node.tick();
						await node.answer(node.state({
						  operations: true,
						  members: [node.member('n1'), node.member('n2', { role: 'LEADER' }), node.member('n3', { kind: 'LEARNER' })],
						}));
						return [without, ...['n1', 'n2', 'n3'].map((id) => node.buttons(id).join(' '))];
						"""))
			.isEqualTo(List.of(0L, "transfer snapshot demote remove", "step-down demote remove", "promote remove"));
	}

	@Test
	void theFocusStaysWhereItIsWhenThePageLooksAgain() {
		assertThat(
				run("""
						await node.answer(node.state({ operations: true }));
						const button = document.querySelector('[data-node=n3] button[data-operation=remove]');
						button.focus();
						await node.tick();
						await node.answer(node.state({ operations: true, leader: 'n3', members: [node.member('n0'), node.member('n1'),
						  node.member('n2'), node.member('n3', { role: 'LEADER' })] }));
						return [document.activeElement === button, node.buttons('n3').join(' ')];
						"""))
			.isEqualTo(List.of(true, "step-down demote remove"));
	}

	@Test
	void nothingIsDoneWithoutAYes() {
		assertThat(
				run("""
						await node.answer(node.state({ operations: true }));
						await node.click('[data-node=n3] button[data-operation=remove]');
						const asked = [document.querySelector('#confirm').open, node.text('#confirm-title'), node.orders.length];
						await node.click('#confirm-no');
						const refused = [document.querySelector('#confirm').open, node.orders.length];
						await node.click('[data-node=n3] button[data-operation=transfer]');
						await node.click('#confirm-yes');
						const order = node.orders[0];
						return [...asked, ...refused, node.orders.length, order.path, order.options.method,
						  order.options.headers['X-Raft-Console']];
						"""))
			.isEqualTo(List.of(true, "Remove n3 from the cluster?", 0L, false, 0L, 1L,
					"raft/console/operations/transfer?target=n3", "POST", "1"));
	}

	@Test
	void itSaysWhetherAnOperationWasDone() {
		assertThat(run("""
				const seen = [];
				const order = async (end) => {
				  await node.click('[data-node=n3] button[data-operation=remove]');
				  await node.click('#confirm-yes');
				  await end();
				  seen.push(node.text('#outcome'));
				};
				await node.answer(node.state({ operations: true }));
				await order(() => node.endOrder(200, { outcome: 'DONE', message: null }));
				await order(() => node.endOrder(202, { outcome: 'RUNNING', message: 'it goes on' }));
				await order(() => node.endOrder(409, { outcome: 'REFUSED', message: 'why' }));
				await order(() => node.endOrder(504, { outcome: 'OUTCOME_UNKNOWN', message: 'late' }));
				await order(() => node.endOrder(403, null));
				await order(() => node.breakOrder());
				return seen;
				"""))
			.isEqualTo(List.of("n3 is removed.", "Begun: it goes on", "Not done: why", "It may have been done: late",
					"Refused with status 403.", "No answer: it may have been done. Look at the nodes."));
	}

	@Test
	void textsStayTexts() {
		List<?> seen = run("""
				const evil = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>';
				await node.answer(node.state({
				  node: evil, clusterId: evil, leader: evil, problems: [evil], operations: true,
				  members: [node.member(evil, { address: evil, role: evil, leader: evil, problem: evil, log: null })],
				  terms: [{ term: 1, leader: evil, since: '2026-01-01T00:00:00Z', until: null }],
				  events: [{ at: '2026-01-01T00:00:00Z', type: evil, term: null, index: null, text: evil }],
				}));
				await node.click('.node button[data-operation=transfer]');
				const title = node.text('#confirm-title');
				await node.click('#confirm-yes');
				await node.endOrder(409, { outcome: 'REFUSED', message: evil });
				return [document.querySelectorAll('body img, body script').length, window.hacked ?? 'safe',
				  ...['#leader', '#seen-from', '#problems', '.node .id', '.node .state', '#terms .who', '#events .text']
				    .map((selector) => node.text(selector) === evil || selector),
				  title.includes(evil), node.text('#outcome').includes(evil)];
				""");
		assertThat(seen).isEqualTo(List.of(0L, "safe", true, true, true, true, true, true, true, true, true));
	}

}
