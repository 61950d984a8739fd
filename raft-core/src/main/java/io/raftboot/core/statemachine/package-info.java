/**
 * What a user of the engine implements.
 */
@NullMarked
package io.raftboot.core.statemachine;

import org.jspecify.annotations.NullMarked;
