package io.raftboot.core.digest;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.raftboot.core.model.NodeId;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** The engine's commands about digests as they stand in logs since the first release. */
class DigestCommandsTests {

	private static final DigestCheck CHECK = new DigestCheck(List.of(NodeId.of("n1"), NodeId.of("n2")),
			List.of(NodeId.of("n3")));

	private static final DigestReport REPORT = new DigestReport(0x0102030405060708L, NodeId.of("n1"),
			new TreeMap<>(Map.of("default", -2L, "m", 5L)));

	private static final String CHECK_BYTES = "0102" + "0200" + "0100" + "026e31" + "026e32" + "026e33";

	private static final String REPORT_BYTES = "0103" + "0200" + "0807060504030201" + "026e31" + "0764656661756c74"
			+ "feffffffffffffff" + "016d" + "0500000000000000";

	@Test
	void theirBytesStayAsTheyAre() {
		assertThat(hex(CHECK.encode())).isEqualTo(CHECK_BYTES);
		assertThat(hex(REPORT.encode())).isEqualTo(REPORT_BYTES);
		assertThat(DigestCheck.decode(bytes(CHECK_BYTES))).isEqualTo(CHECK);
		assertThat(DigestReport.decode(bytes(REPORT_BYTES))).isEqualTo(REPORT);
	}

	@Test
	void whatANewerVersionWroteIsRefused() {
		ByteBuffer check = CHECK.encode().put(0, (byte) 2);
		ByteBuffer report = REPORT.encode().put(0, (byte) 2);
		assertThatIllegalArgumentException().isThrownBy(() -> DigestCheck.decode(check))
			.withMessageContaining("upgrade");
		assertThatIllegalArgumentException().isThrownBy(() -> DigestReport.decode(report))
			.withMessageContaining("upgrade");
	}

	@Test
	void whatIsCutShortIsRefused() {
		for (int cut = 2; cut < CHECK.encode().limit(); cut++) {
			ByteBuffer shorter = CHECK.encode().limit(cut);
			assertThatIllegalArgumentException().isThrownBy(() -> DigestCheck.decode(shorter));
		}
		for (int cut = 2; cut < REPORT.encode().limit(); cut++) {
			ByteBuffer shorter = REPORT.encode().limit(cut);
			assertThatIllegalArgumentException().isThrownBy(() -> DigestReport.decode(shorter));
		}
	}

	private static String hex(ByteBuffer bytes) {
		return HexFormat.of().formatHex(bytes.array(), 0, bytes.limit());
	}

	private static ByteBuffer bytes(String hex) {
		return ByteBuffer.wrap(HexFormat.of().parseHex(hex));
	}

}
