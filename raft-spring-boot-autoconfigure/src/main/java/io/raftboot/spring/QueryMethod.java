package io.raftboot.spring;

import java.lang.reflect.Method;

import io.raftboot.core.node.Consistency;

/** A method marked with {@link RaftQuery}. */
final class QueryMethod extends MarkedMethod {

	private final Consistency consistency;

	QueryMethod(Method method, Consistency consistency) {
		super(method);
		this.consistency = consistency;
	}

	Consistency consistency() {
		return this.consistency;
	}

}
