package io.raftboot.core.digest;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.raftboot.core.model.Divergence;
import io.raftboot.core.model.Divergence.Side;
import io.raftboot.core.model.Divergence.Verdict;
import io.raftboot.core.model.NodeId;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DigestComparisonTests {

	private final DigestComparison comparison = new DigestComparison();

	@Test
	void equalDigestsAreSilent() {
		check(10, "n1", "n2", "n3");
		report(10, "n1", 5);
		report(10, "n2", 5);
		report(10, "n3", 5);
		assertThat(this.comparison.divergences()).isEmpty();
	}

	@Test
	void whoDiffersFromTheMajorityIsNamed() {
		check(10, "n1", "n2", "n3");
		report(10, "n1", 5);
		report(10, "n3", 6);
		assertThat(verdicts("n1", "n2", "n3")).containsOnly(Verdict.TIE);
		report(10, "n2", 6);
		assertThat(verdicts("n1", "n2", "n3")).containsExactly(Verdict.MINORITY, Verdict.MAJORITY, Verdict.MAJORITY);
		assertThat(this.comparison.divergences()).containsExactly(new Divergence("m", 10,
				List.of(new Side(6, List.of(id("n2"), id("n3"))), new Side(5, List.of(id("n1")))), true));
		assertThat(this.comparison.divergences().get(0).text())
			.isEqualTo("State machine 'm' differs between nodes after entry 10: 6 on n2, n3; 5 on n1");
	}

	/** Two of five are not enough to call the third one wrong. */
	@Test
	void onlyAMajorityOfTheVotersDecides() {
		check(10, "n1", "n2", "n3", "n4", "n5");
		report(10, "n1", 5);
		report(10, "n2", 5);
		report(10, "n3", 6);
		assertThat(verdicts("n1", "n3")).containsOnly(Verdict.TIE);
		report(10, "n4", 6);
		report(10, "n5", 6);
		assertThat(verdicts("n1", "n3")).containsExactly(Verdict.MINORITY, Verdict.MAJORITY);
	}

	@Test
	void learnersAreComparedAndDoNotCount() {
		this.comparison.begin(10, new DigestCheck(List.of(id("n1"), id("n2")), List.of(id("n3"), id("n4"))));
		report(10, "n1", 5);
		report(10, "n3", 6);
		report(10, "n4", 6);
		assertThat(verdicts("n1", "n3")).containsOnly(Verdict.TIE);
		report(10, "n2", 5);
		assertThat(verdicts("n1", "n3")).containsExactly(Verdict.MAJORITY, Verdict.MINORITY);
	}

	@Test
	void halfAndHalfIsATie() {
		check(10, "n1", "n2", "n3", "n4");
		report(10, "n1", 5);
		report(10, "n2", 6);
		report(10, "n3", 5);
		report(10, "n4", 6);
		assertThat(verdicts("n1", "n2", "n3", "n4")).containsOnly(Verdict.TIE);
	}

	@Test
	void aDifferenceLastsUntilAllWhoTookPartAgree() {
		check(10, "n1", "n2", "n3", "n4");
		report(10, "n1", 5);
		report(10, "n2", 6);
		check(20, "n1", "n2", "n3", "n4");
		report(20, "n1", 5);
		report(20, "n3", 5);
		report(20, "n4", 5);
		assertThat(this.comparison.divergences()).extracting(Divergence::index).containsExactly(10L);
		report(20, "n2", 5);
		assertThat(this.comparison.divergences()).isEmpty();
	}

	@Test
	void whoIsNoMemberAnyMoreIsNotWaitedFor() {
		check(10, "n1", "n2", "n3");
		report(10, "n1", 5);
		report(10, "n2", 5);
		report(10, "n3", 6);
		check(20, "n1", "n2");
		report(20, "n1", 5);
		report(20, "n2", 5);
		assertThat(this.comparison.divergences()).isEmpty();
	}

	@Test
	void reportsOfAnEarlierCheckAreVoid() {
		check(10, "n1", "n2", "n3");
		report(10, "n1", 5);
		check(20, "n1", "n2", "n3");
		report(10, "n2", 6);
		report(20, "n2", 7);
		assertThat(this.comparison.divergences()).isEmpty();
	}

	@Test
	void aNodeThatHasReplayedItsLogReportsAnew() {
		check(10, "n1", "n2", "n3");
		report(10, "n1", 5);
		report(10, "n2", 5);
		report(10, "n3", 6);
		report(10, "n3", 5);
		assertThat(this.comparison.divergences()).isEmpty();
	}

	@Test
	void whatTravelsIsReadBack() {
		DigestCheck check = new DigestCheck(List.of(id("n1"), id("n2")), List.of(id("l1")));
		assertThat(DigestCheck.decode(check.encode())).isEqualTo(check);
		DigestReport report = new DigestReport(7, id("n1"), new TreeMap<>(Map.of("a", -1L, "ü", 1L << 60)));
		assertThat(DigestReport.decode(report.encode())).isEqualTo(report);
		assertThatThrownBy(() -> DigestReport.decode(check.encode())).isInstanceOf(IllegalArgumentException.class);
		assertThatThrownBy(() -> DigestReport.decode(report.encode().limit(20)))
			.isInstanceOf(IllegalArgumentException.class);
		assertThatThrownBy(() -> DigestCheck.decode(check.encode().limit(8)))
			.isInstanceOf(IllegalArgumentException.class);
	}

	private void check(long index, String... voters) {
		this.comparison.begin(index, new DigestCheck(Arrays.stream(voters).map(NodeId::of).toList(), List.of()));
	}

	private void report(long index, String node, long digest) {
		this.comparison.add(new DigestReport(index, id(node), new TreeMap<>(Map.of("m", digest))));
	}

	private List<Verdict> verdicts(String... nodes) {
		Divergence divergence = this.comparison.divergences().get(0);
		return Arrays.stream(nodes).map((node) -> divergence.verdict(id(node))).toList();
	}

	private static NodeId id(String value) {
		return NodeId.of(value);
	}

}
