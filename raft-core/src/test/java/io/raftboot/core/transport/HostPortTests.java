package io.raftboot.core.transport;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class HostPortTests {

	@ParameterizedTest
	@ValueSource(strings = { "localhost:7400", "10.0.0.1:0", "[::1]:65535", "[fe80::1%eth0]:1", "a-b.c_d:80" })
	void whatIsWellFormedIsReadAndWrittenBack(String address) {
		assertThat(HostPort.parse(address)).hasToString(address);
	}

	@Test
	void partsAreTakenApart() {
		assertThat(HostPort.parse(" node-1:7400 ")).isEqualTo(new HostPort("node-1", 7400));
		assertThat(HostPort.parse("[::1]:0")).isEqualTo(new HostPort("::1", 0));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", ":", "host", ":7400", "host:", "host:x", "host:-1", "host:65536", "host:99999999999",
			"::1:7400", "[::1]", "[::1:7400", "[]:1", "[host]:1", "http://host:1", "a b:1", "a,b:1", "me@host:1" })
	void whatIsNotIsAnErrorThatQuotesIt(String address) {
		assertThatIllegalArgumentException().isThrownBy(() -> HostPort.parse(address))
			.withMessageContaining("'" + address + "'")
			.withMessageContaining("host:port");
	}

}
