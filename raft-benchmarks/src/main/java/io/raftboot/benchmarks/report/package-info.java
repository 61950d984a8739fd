/**
 * Tables for people, as text and as Markdown.
 */
@NullMarked
package io.raftboot.benchmarks.report;

import org.jspecify.annotations.NullMarked;
