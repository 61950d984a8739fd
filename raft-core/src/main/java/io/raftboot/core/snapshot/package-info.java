/** Where snapshots are kept: an SPI, snapshots in files, and in memory. */
@NullMarked
package io.raftboot.core.snapshot;

import org.jspecify.annotations.NullMarked;
