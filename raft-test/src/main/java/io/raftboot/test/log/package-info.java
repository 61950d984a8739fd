/**
 * What every log and meta store must do, as tests to extend.
 */
@NullMarked
package io.raftboot.test.log;

import org.jspecify.annotations.NullMarked;
