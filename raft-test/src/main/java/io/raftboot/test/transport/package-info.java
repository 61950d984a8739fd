/**
 * What every transport of the engine must do.
 */
@NullMarked
package io.raftboot.test.transport;

import org.jspecify.annotations.NullMarked;
