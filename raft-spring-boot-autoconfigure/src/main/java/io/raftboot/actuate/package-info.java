/**
 * The actuator endpoint of a Raft node.
 */
@NullMarked
package io.raftboot.actuate;

import org.jspecify.annotations.NullMarked;
