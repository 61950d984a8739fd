package io.raftboot.console;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.raftboot.actuate.RaftAnswer.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * What the page is told of an operation.
 *
 * @param outcome what became of it
 * @param message why not, or what is still to come; null where there is nothing to say
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record ConsoleAnswer(Outcome outcome, @Nullable String message) {
}
