package io.raftboot.spring.test;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** An application of a user. */
@SpringBootApplication
class CounterApplication {

	/** Its web face. */
	@RestController
	static class CounterController {

		private final Counters counters;

		CounterController(Counters counters) {
			this.counters = counters;
		}

		@GetMapping("/counters/{name}")
		long get(@PathVariable String name) {
			return this.counters.get(name);
		}

	}

}
