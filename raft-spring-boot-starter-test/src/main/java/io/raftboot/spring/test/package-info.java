/**
 * Clusters of application contexts in one JVM, for the tests of applications.
 */
@NullMarked
package io.raftboot.spring.test;

import org.jspecify.annotations.NullMarked;
