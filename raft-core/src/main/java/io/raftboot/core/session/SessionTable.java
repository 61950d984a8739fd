package io.raftboot.core.session;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import io.raftboot.core.model.CommandEnvelope;
import io.raftboot.core.model.CommandKey;
import org.jspecify.annotations.Nullable;

/**
 * What became of commands that may come again, by session and number or by key. State of
 * the replicated log like any machine's: changed by its entries in their order, expiring
 * by their time stamps, and part of snapshots. For one thread at a time.
 * <p>
 * For each command {@link #admit} comes first; after {@link Verdict#FIRST} the command is
 * applied and {@link #remember remembered}, after {@link Verdict#REPEATED} its answer is
 * {@link #remembered there}.
 */
public final class SessionTable {

	/** In order of their ids, which grow. */
	private final List<Session> sessions = new ArrayList<>();

	private final KeyedAnswers keyed = new KeyedAnswers();

	private @Nullable Session session;

	private long sequence;

	private String machine = "";

	private @Nullable CommandKey key;

	private long nowMillis;

	/** Whether this envelope's command is one that the table has to see. */
	public static boolean concerns(ByteBuffer payload) {
		return CommandEnvelope.session(payload) != 0L || CommandEnvelope.key(payload) != null;
	}

	/**
	 * Opens a session.
	 * @param id index of the entry that opens it
	 * @param nowMillis time stamp of the entry
	 */
	public void open(long id, OpenSession order, long nowMillis) {
		this.sessions.removeIf((known) -> known.isExpired(nowMillis));
		while (this.sessions.size() >= order.sessionsMax()) {
			this.sessions.remove(leastRecentlyUsed());
		}
		this.sessions.add(new Session(id, order.timeoutMillis(), nowMillis, 1L));
	}

	private int leastRecentlyUsed() {
		int found = 0;
		for (int i = 1; i < this.sessions.size(); i++) {
			if (this.sessions.get(i).lastIndex < this.sessions.get(found).lastIndex) {
				found = i;
			}
		}
		return found;
	}

	/**
	 * Says what is to be done with a command.
	 * @param payload its envelope, one that {@link #concerns} this table
	 * @param index index of its entry
	 * @param nowMillis time stamp of the entry, which never runs backwards
	 */
	public Verdict admit(ByteBuffer payload, long index, long nowMillis) {
		this.nowMillis = nowMillis;
		this.key = null;
		ByteBuffer encodedKey = CommandEnvelope.key(payload);
		if (encodedKey != null) {
			this.machine = CommandEnvelope.machine(payload);
			this.key = CommandKey.decode(encodedKey);
			return this.keyed.verdict(this.machine, this.key, nowMillis);
		}
		int position = position(CommandEnvelope.session(payload));
		if (position < 0) {
			return Verdict.SESSION_EXPIRED;
		}
		Session found = this.sessions.get(position);
		if (found.isExpired(nowMillis)) {
			this.sessions.remove(position);
			return Verdict.SESSION_EXPIRED;
		}
		found.lastMillis = nowMillis;
		found.lastIndex = index;
		found.forgetBelow(CommandEnvelope.lowestUnanswered(payload));
		if (this.session != found) { // a needless reference is a needless fence (ADR 27)
			this.session = found;
		}
		this.sequence = CommandEnvelope.sequence(payload);
		return found.verdict(this.sequence);
	}

	/** What the repeated command was answered. */
	public Answer remembered() {
		Answer answer = (this.key != null) ? this.keyed.answer(this.machine, this.key)
				: this.session.answer(this.sequence);
		if (answer == null) {
			throw new IllegalStateException("Nothing is remembered of this command");
		}
		return answer;
	}

	/** Remembers what the command that was just applied returned. */
	public void remember(long index, long term, byte @Nullable [] result) {
		rememberAs(index, term, (result != null) ? result : Answer.Kind.RESULT);
	}

	/** Remembers what the command that was just applied threw. */
	public void remember(long index, long term, Answer.Failure failure) {
		rememberAs(index, term, failure);
	}

	/**
	 * Remembers what the command that was just admitted was answered before a restart.
	 */
	public void remember(Answer answer) {
		rememberAs(answer.index(), answer.term(), answer.told());
	}

	/** Remembers that the command was applied, though nobody here knows its answer. */
	public void rememberLost(long index, long term) {
		rememberAs(index, term, Answer.Kind.LOST);
	}

	private void rememberAs(long index, long term, Object told) {
		if (this.key != null) {
			this.keyed.remember(this.machine, this.key, this.nowMillis, Answer.of(index, term, told));
		}
		else {
			this.session.remember(this.sequence, index, term, told);
		}
	}

	/** How many sessions there are, expired ones included that nobody asked for. */
	public int sessions() {
		return this.sessions.size();
	}

	/** How many keys are remembered. */
	public int keys() {
		return this.keyed.size();
	}

	/** Forgets everything. */
	public void clear() {
		this.sessions.clear();
		this.keyed.clear();
	}

	/** All of it as a snapshot keeps it; nothing at all for an empty table. */
	public byte[] encode() {
		return SessionCodec.encode(this.sessions, this.keyed);
	}

	/**
	 * Takes over what {@link #encode} wrote, in place of everything.
	 * @throws IOException if it is not well-formed
	 */
	public void decode(DataInputStream source) throws IOException {
		clear();
		SessionCodec.decode(source, this.sessions, this.keyed);
	}

	private int position(long id) {
		int low = 0;
		int high = this.sessions.size() - 1;
		while (low <= high) {
			int middle = (low + high) >>> 1;
			long found = this.sessions.get(middle).id;
			if (found == id) {
				return middle;
			}
			if (found < id) {
				low = middle + 1;
			}
			else {
				high = middle - 1;
			}
		}
		return -1;
	}

}
