/**
 * What a Spring application uses to write to and read from its replicated state.
 */
@NullMarked
package io.raftboot.spring;

import org.jspecify.annotations.NullMarked;
