/**
 * For tests of users' state machines.
 */
@NullMarked
package io.raftboot.test.statemachine;

import org.jspecify.annotations.NullMarked;
