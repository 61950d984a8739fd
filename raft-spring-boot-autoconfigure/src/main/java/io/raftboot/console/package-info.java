/**
 * The web console: one page that shows the cluster as any of its nodes sees it.
 */
@NullMarked
package io.raftboot.console;

import org.jspecify.annotations.NullMarked;
