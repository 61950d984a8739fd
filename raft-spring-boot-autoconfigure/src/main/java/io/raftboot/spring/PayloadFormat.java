package io.raftboot.spring;

import org.springframework.core.ResolvableType;

/**
 * How commands and results become bytes. The bytes of commands stay in the log for as
 * long as its data live: every later version of the application must be able to read
 * them. A bean of this type replaces the default, JSON.
 */
@FunctionalInterface
public interface PayloadFormat {

	/**
	 * Makes what reads and writes values of a type; asked once per type at start.
	 * @param type a fully resolved type
	 * @return its codec
	 * @throws RuntimeException if values of this type cannot be written or read; fails
	 * the start
	 */
	PayloadCodec codec(ResolvableType type);

}
