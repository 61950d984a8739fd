/**
 * The only place that touches files: a small disk interface, the real one behind it.
 */
@NullMarked
package io.raftboot.core.io;

import org.jspecify.annotations.NullMarked;
