/**
 * Contract kits, a faulty disk and a linearizability checker to test code built on the
 * engine.
 */
@NullMarked
package io.raftboot.test;

import org.jspecify.annotations.NullMarked;
