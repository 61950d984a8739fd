@NullMarked
package io.raftboot.core.protocol;

import org.jspecify.annotations.NullMarked;
