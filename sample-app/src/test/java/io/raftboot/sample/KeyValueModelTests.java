package io.raftboot.sample;

import java.util.List;

import io.raftboot.sample.Command.Append;
import io.raftboot.sample.Command.Cas;
import io.raftboot.sample.Command.Delete;
import io.raftboot.sample.Command.Put;
import io.raftboot.sample.KeyValueModel.Request;
import io.raftboot.sample.KeyValueModel.Response;
import io.raftboot.sample.KeyValueModel.State;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class KeyValueModelTests {

	private static final Request READ = new Request("k", null);

	private final KeyValueModel model = new KeyValueModel();

	private final State nothing = this.model.initial();

	private final State one = new State("1", 5, 5);

	private final State unseen = new State("1", State.UNKNOWN, 5);

	private @Nullable State step(State state, Command command, @Nullable Response response) {
		return this.model.step(state, Request.of(command), response);
	}

	private @Nullable State read(State state, int status, @Nullable Object value, long revision) {
		return this.model.step(state, READ, new Response(status, value, revision));
	}

	@Test
	void aReadSeesValueAndRevision() {
		assertThat(read(this.nothing, 404, null, 0)).isEqualTo(this.nothing);
		assertThat(read(this.nothing, 200, "1", 5)).isNull();
		assertThat(read(this.one, 200, "1", 5)).isEqualTo(this.one);
		assertThat(read(this.one, 200, "1", 6)).isNull();
		assertThat(read(this.one, 200, "2", 5)).isNull();
		assertThat(read(this.one, 404, null, 0)).isNull();
	}

	@Test
	void aReadTellsTheRevisionOfAWriteNobodyHeardOf() {
		assertThat(read(this.unseen, 200, "1", 7)).isEqualTo(new State("1", 7, 7));
		assertThat(read(this.unseen, 200, "1", 5)).isNull();
	}

	@Test
	void revisionsGrow() {
		assertThat(step(this.one, new Put("k", "2"), new Response(200, "2", 6))).isEqualTo(new State("2", 6, 6));
		assertThat(step(this.one, new Put("k", "2"), new Response(200, "2", 5))).isNull();
		assertThat(step(this.one, new Put("k", "2"), null)).isEqualTo(new State("2", State.UNKNOWN, 5));
	}

	@Test
	void deleteAnswersWhatWasThere() {
		assertThat(step(this.one, new Delete("k"), new Response(200, "1", 6))).isEqualTo(new State(null, 0, 6));
		assertThat(step(this.one, new Delete("k"), new Response(404, null, 0))).isNull();
		assertThat(step(this.nothing, new Delete("k"), new Response(404, null, 0))).isEqualTo(this.nothing);
		assertThat(step(this.one, new Delete("k"), null)).isEqualTo(new State(null, 0, 5));
	}

	@Test
	void casAnswersWhatItMet() {
		assertThat(step(this.one, new Cas("k", "1", "2"), new Response(200, "2", 6))).isEqualTo(new State("2", 6, 6));
		assertThat(step(this.one, new Cas("k", "1", "2"), new Response(409, "1", 5))).isNull();
		assertThat(step(this.one, new Cas("k", null, "2"), new Response(409, "1", 5))).isEqualTo(this.one);
		assertThat(step(this.one, new Cas("k", null, "2"), new Response(200, "2", 6))).isNull();
		assertThat(step(this.one, new Cas("k", null, "2"), null)).isEqualTo(this.one);
	}

	@Test
	void appendExtendsLists() {
		State list = new State(List.of("a", "b"), 6, 6);
		assertThat(step(new State(List.of("a"), 5, 5), new Append("k", "b"), new Response(200, List.of("a", "b"), 6)))
			.isEqualTo(list);
		assertThat(step(list, new Append("k", "b"), new Response(200, List.of("a", "b"), 7))).isNull();
		assertThat(step(this.one, new Append("k", "b"), new Response(409, "1", 5))).isEqualTo(this.one);
	}

}
