package io.raftboot.spring;

import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;

import org.jspecify.annotations.Nullable;

import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.IncorrectResultSizeDataAccessException;
import org.springframework.transaction.TransactionException;
import org.springframework.util.ClassUtils;

/**
 * Tells failures of this node alone (its database, its files) from results that are the
 * same on every node.
 */
final class NodeLocalFailures {

	private static final boolean SPRING_TX = ClassUtils.isPresent("org.springframework.dao.DataAccessException",
			NodeLocalFailures.class.getClassLoader());

	private NodeLocalFailures() {
	}

	/** Whether this, or a cause of it, concerns this node alone. */
	static boolean includes(@Nullable Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (SPRING_TX && SpringTx.isAnswer(cause)) {
				return false;
			}
			if (cause instanceof SQLIntegrityConstraintViolationException) {
				return false;
			}
			if (cause instanceof SQLException || cause instanceof IOException
					|| (SPRING_TX && SpringTx.isFailure(cause))) {
				return true;
			}
		}
		return false;
	}

	/** Kept apart: its classes may be absent. */
	private static final class SpringTx {

		// What the data themselves answer: equal data answer equally
		static boolean isAnswer(Throwable cause) {
			return cause instanceof DataIntegrityViolationException
					|| cause instanceof IncorrectResultSizeDataAccessException;
		}

		static boolean isFailure(Throwable cause) {
			return cause instanceof DataAccessException || cause instanceof TransactionException;
		}

	}

}
