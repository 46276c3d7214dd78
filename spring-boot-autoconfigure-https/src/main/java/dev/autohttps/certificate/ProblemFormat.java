package dev.autohttps.certificate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A {@link Problem} as part of a {@link StoreRecord}.
 */
final class ProblemFormat {

	private ProblemFormat() {
	}

	static void encode(String prefix, Problem problem, Map<String, String> values) {
		values.put(prefix + "type", problem.type());
		if (problem.detail() != null) {
			values.put(prefix + "detail", problem.detail());
		}
		if (problem.identifier() != null) {
			values.put(prefix + "identifier", problem.identifier());
		}
		for (int i = 0; i < problem.subproblems().size(); i++) {
			encode(prefix + i + ".", problem.subproblems().get(i), values);
		}
	}

	static @Nullable Problem decode(String prefix, Map<String, String> values) {
		String type = values.get(prefix + "type");
		if (type == null) {
			return null;
		}
		List<Problem> subproblems = new ArrayList<>();
		for (int i = 0; values.containsKey(prefix + i + ".type"); i++) {
			Problem subproblem = decode(prefix + i + ".", values);
			if (subproblem != null) {
				subproblems.add(subproblem);
			}
		}
		return new Problem(type, values.get(prefix + "detail"), values.get(prefix + "identifier"), subproblems);
	}

}
