package io.raftboot.actuate;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a node tells another one of itself for the operator who asks that one.
 *
 * @param view what the endpoint shows, addresses included
 * @param events what happened on it lately
 */
public record NodeReport(RaftView view, List<RecentRaftEvents.Event> events) {

	/**
	 * What nodes ask each other for it. A report that older versions would misread needs
	 * another number, and an answer to both.
	 */
	public static final String TOPIC = "actuator.raft.1";

	/** As it travels. */
	public byte[] toJson() {
		return Json.MAPPER.writeValueAsBytes(this);
	}

	/**
	 * Reads what has travelled, also from a version that says more.
	 * @throws IllegalArgumentException if it is no report
	 */
	static NodeReport of(byte[] json) {
		try {
			NodeReport report = Json.MAPPER.readValue(json, NodeReport.class);
			if (report == null || report.view() == null || report.events() == null) {
				throw new IllegalArgumentException("It says nothing of the node");
			}
			return report;
		}
		catch (JacksonException ex) {
			throw new IllegalArgumentException(ex.getOriginalMessage(), ex);
		}
	}

	/** Not the application's: nodes may be set up differently. */
	private static final class Json {

		private static final JsonMapper MAPPER = JsonMapper.builder()
			.disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
			// Reasons of a newer version are left out
			.enable(EnumFeature.READ_UNKNOWN_ENUM_VALUES_AS_NULL)
			.changeDefaultNullHandling((usual) -> JsonSetter.Value.forContentNulls(Nulls.SKIP))
			.build();

	}

}
