package io.raftboot.core.session;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

import io.raftboot.core.model.CommandKey;
import org.jspecify.annotations.Nullable;

/**
 * Answers of commands that came with a key of their caller, oldest first. A key whose
 * time has not come is never forgotten to make room: a retry would be applied twice.
 */
final class KeyedAnswers {

	private final Map<String, Entry> entries = new LinkedHashMap<>();

	Verdict verdict(String machine, CommandKey key, long nowMillis) {
		forgetExpired(nowMillis);
		String name = name(machine, key.value());
		Entry known = this.entries.get(name);
		if (known != null && known.isExpired(nowMillis)) {
			this.entries.remove(name);
			known = null;
		}
		if (known != null) {
			return (known.fingerprint() == key.fingerprint()) ? Verdict.REPEATED : Verdict.KEY_REUSED;
		}
		return (this.entries.size() < key.keysMax()) ? Verdict.FIRST : Verdict.KEYS_FULL;
	}

	/**
	 * Only from the oldest on: those that are to be kept longer hide others for a while.
	 */
	private void forgetExpired(long nowMillis) {
		Iterator<Entry> oldest = this.entries.values().iterator();
		while (oldest.hasNext() && oldest.next().isExpired(nowMillis)) {
			oldest.remove();
		}
	}

	void remember(String machine, CommandKey key, long nowMillis, Answer answer) {
		add(new Entry(machine, key.value(), key.fingerprint(), nowMillis + key.rememberedMillis(), answer));
	}

	void add(Entry entry) {
		this.entries.put(name(entry.machine(), entry.key()), entry);
	}

	@Nullable Answer answer(String machine, CommandKey key) {
		Entry entry = this.entries.get(name(machine, key.value()));
		return (entry != null) ? entry.answer() : null;
	}

	Iterable<Entry> oldestFirst() {
		return this.entries.values();
	}

	int size() {
		return this.entries.size();
	}

	void clear() {
		this.entries.clear();
	}

	private static String name(String machine, String key) {
		return machine + '\0' + key;
	}

	/**
	 * One that is remembered.
	 *
	 * @param machine whose command it was
	 * @param key the caller's key
	 * @param fingerprint of the command
	 * @param expiresMillis until when, by the time stamps of the log
	 * @param answer what is remembered
	 */
	record Entry(String machine, String key, int fingerprint, long expiresMillis, Answer answer) {

		boolean isExpired(long nowMillis) {
			return nowMillis > this.expiresMillis;
		}

	}

}
