package io.raftboot.test.scenario;

import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.raftboot.core.model.AppendEntries;
import io.raftboot.core.model.AppendResponse;
import io.raftboot.core.model.EntryBatch;
import io.raftboot.core.model.EntryCursor;
import io.raftboot.core.model.Heartbeat;
import io.raftboot.core.model.HeartbeatResponse;
import io.raftboot.core.model.Message;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.PreVoteRequest;
import io.raftboot.core.model.PreVoteResponse;
import io.raftboot.core.model.ReadIndexRequest;
import io.raftboot.core.model.ReadIndexResponse;
import io.raftboot.core.model.TimeoutNow;
import io.raftboot.core.model.VoteRequest;
import io.raftboot.core.model.VoteResponse;

/** Messages by the names of their types and fields. */
final class MessageFields {

	static final String SNAPSHOT = "Snapshot";

	private static final List<Class<? extends Message.Protocol>> TYPES = List.of(PreVoteRequest.class,
			PreVoteResponse.class, VoteRequest.class, VoteResponse.class, AppendEntries.class, AppendResponse.class,
			Heartbeat.class, HeartbeatResponse.class, ReadIndexRequest.class, ReadIndexResponse.class,
			TimeoutNow.class);

	private MessageFields() {
	}

	static List<String> types() {
		List<String> names = new ArrayList<>(TYPES.stream().map(Class::getSimpleName).toList());
		names.add(SNAPSHOT);
		return names;
	}

	static String type(Object message) {
		return (message instanceof SnapshotTransfer) ? SNAPSHOT : message.getClass().getSimpleName();
	}

	/** The fields without the sender, as text. */
	static Map<String, String> of(Object message) {
		Map<String, String> fields = new LinkedHashMap<>();
		if (message instanceof SnapshotTransfer transfer) {
			fields.put("term", String.valueOf(transfer.term()));
			fields.put("index", String.valueOf(transfer.snapshot().index()));
			fields.put("lastTerm", String.valueOf(transfer.snapshot().meta().term()));
			fields.put("config-index", String.valueOf(transfer.snapshot().meta().membershipIndex()));
			return fields;
		}
		for (RecordComponent component : message.getClass().getRecordComponents()) {
			Object value = value(component, message);
			if (value instanceof EntryBatch batch) {
				fields.put("entries", String.valueOf(batch.count()));
				fields.put("terms", terms(batch));
			}
			else if (!component.getName().equals("from")) {
				fields.put(component.getName(), String.valueOf(value));
			}
		}
		return fields;
	}

	static String text(Object message) {
		StringBuilder text = new StringBuilder(type(message));
		of(message).forEach((name, value) -> {
			if (!name.equals("voteRefusalMillis") && !value.isEmpty()) {
				text.append(' ').append(name).append('=').append(value);
			}
		});
		return text.toString();
	}

	/** The fields that {@link #make} takes. */
	static List<String> names(String type) {
		List<String> names = new ArrayList<>();
		for (RecordComponent component : typeNamed(type).getRecordComponents()) {
			if (!component.getName().equals("from") && component.getType() != EntryBatch.class) {
				names.add(component.getName());
			}
		}
		return names;
	}

	/** A message nobody sent: fields that are not given are 0 or false. */
	static Message.Protocol make(String type, NodeId from, Map<String, String> fields) {
		Class<? extends Message.Protocol> messageType = typeNamed(type);
		List<Object> values = new ArrayList<>();
		List<Class<?>> types = new ArrayList<>();
		for (RecordComponent component : messageType.getRecordComponents()) {
			types.add(component.getType());
			String text = fields.getOrDefault(component.getName(), "0");
			if (component.getType() == NodeId.class) {
				values.add(from);
			}
			else if (component.getType() == EntryBatch.class) {
				values.add(EntryBatch.EMPTY);
			}
			else if (component.getType() == boolean.class) {
				values.add(text.equals("true"));
			}
			else {
				values.add((component.getType() == int.class) ? (Object) Integer.valueOf(text) : Long.valueOf(text));
			}
		}
		try {
			Constructor<? extends Message.Protocol> constructor = messageType
				.getConstructor(types.toArray(new Class<?>[0]));
			return constructor.newInstance(values.toArray());
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException("A message is a public record", ex);
		}
	}

	private static Class<? extends Message.Protocol> typeNamed(String type) {
		return TYPES.stream().filter((candidate) -> candidate.getSimpleName().equals(type)).findFirst().orElseThrow();
	}

	private static Object value(RecordComponent component, Object message) {
		try {
			return component.getAccessor().invoke(message);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException("A message is a public record", ex);
		}
	}

	private static String terms(EntryBatch batch) {
		List<String> terms = new ArrayList<>();
		EntryCursor cursor = batch.cursor();
		while (cursor.next()) {
			terms.add(String.valueOf(cursor.term()));
		}
		return String.join(",", terms);
	}

}
