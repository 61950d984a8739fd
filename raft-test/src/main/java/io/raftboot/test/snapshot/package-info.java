/**
 * What every snapshot store must do, as tests to extend.
 */
@NullMarked
package io.raftboot.test.snapshot;

import org.jspecify.annotations.NullMarked;
