package io.raftboot.benchmarks;

import java.time.Duration;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ArgumentsTests {

	@Test
	void readsValuesFlagsAndWords() {
		Arguments arguments = arguments("file.jfr", "--payload", "16, 256", "--quick", "--seconds", "0.5");
		assertThat(arguments.words()).containsExactly("file.jfr");
		assertThat(arguments.integers("payload", 1)).containsExactly(16, 256);
		assertThat(arguments.flag("quick")).isTrue();
		assertThat(arguments.seconds("seconds", 5)).isEqualTo(Duration.ofMillis(500));
		assertThat(arguments.integer("rounds", 3)).isEqualTo(3);
		arguments.rejectUnread();
	}

	@Test
	void refusesOptionsThatNobodyReads() {
		Arguments arguments = arguments("--payloads", "16");
		arguments.integers("payload", 1);
		assertThatIllegalArgumentException().isThrownBy(arguments::rejectUnread).withMessageContaining("payloads");
	}

	@Test
	void refusesAnOptionWithoutItsValue() {
		assertThatIllegalArgumentException().isThrownBy(() -> arguments("--payload")).withMessageContaining("payload");
	}

	@Test
	void refusesWhatIsNoNumber() {
		Arguments arguments = arguments("--rounds", "many");
		assertThatIllegalArgumentException().isThrownBy(() -> arguments.integer("rounds", 1))
			.withMessageContaining("many");
	}

	private static Arguments arguments(String... arguments) {
		return new Arguments(List.of(arguments), Set.of("quick"));
	}

}
