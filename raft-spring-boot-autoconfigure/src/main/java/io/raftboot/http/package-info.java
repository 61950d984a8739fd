/**
 * The Raft node over the web server of the application.
 */
@NullMarked
package io.raftboot.http;

import org.jspecify.annotations.NullMarked;
