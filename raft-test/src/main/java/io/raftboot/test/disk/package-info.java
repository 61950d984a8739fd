/**
 * A disk in memory that can do what real ones do at the worst moment.
 */
@NullMarked
package io.raftboot.test.disk;

import org.jspecify.annotations.NullMarked;
