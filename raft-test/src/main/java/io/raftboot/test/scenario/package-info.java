/**
 * Scenario scripts: text files that put nodes of the pure protocol into a situation, let
 * things happen to them message by message, and say what must come of it. One thread,
 * virtual time, no disk and no network. The language is described in
 * {@code docs/scenarios.md}.
 */
@NullMarked
package io.raftboot.test.scenario;

import org.jspecify.annotations.NullMarked;
