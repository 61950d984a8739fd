package io.raftboot.sample;

import io.raftboot.spring.RaftSetCommand;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.stereotype.Component;

/** What {@code POST /raft/api/set} with {@code {"key", "value"}} means to the store. */
@Component
class SetCommand implements RaftSetCommand {

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	@Override
	public Command command(byte[] body) {
		JsonNode request = MAPPER.readTree(body);
		JsonNode key = request.get("key");
		if (key == null || !key.isString()) {
			throw Inputs.bad("'key' must be a string");
		}
		return new Command.Put(Inputs.checkKey(key.stringValue()), Inputs.text("value", request.get("value")));
	}

}
