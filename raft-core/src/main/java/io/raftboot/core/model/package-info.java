/**
 * Values of the field's vocabulary: identities, membership, hard state, entries and
 * messages. Nothing here has a thread, a clock or a file.
 */
@NullMarked
package io.raftboot.core.model;

import org.jspecify.annotations.NullMarked;
