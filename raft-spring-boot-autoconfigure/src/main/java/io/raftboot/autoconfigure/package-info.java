/**
 * Auto-configuration of the Raft engine for Spring Boot.
 */
@NullMarked
package io.raftboot.autoconfigure;

import org.jspecify.annotations.NullMarked;
