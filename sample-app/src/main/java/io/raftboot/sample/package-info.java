/**
 * A replicated key-value service that shows how the starter is used.
 */
@NullMarked
package io.raftboot.sample;

import org.jspecify.annotations.NullMarked;
