package io.raftboot.benchmarks.typed;

/** Commands of the {@link NoteService}. */
public sealed interface NoteCommand {

	/** Writes a note. */
	record Write(long id, String text) implements NoteCommand {
	}

	/** Deletes one; never sent, but the codec has to tell the two apart. */
	record Delete(long id) implements NoteCommand {
	}

}
