package dev.autohttps.actuate;

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.docs.ObservationDocumentation;

/**
 * What is observed of the attempts to obtain certificates.
 */
public enum IssuanceObservation implements ObservationDocumentation {

	/**
	 * An attempt, from its beginning, or from where this process took it up, to its end
	 * or until this process let it go.
	 */
	ISSUANCE {

		@Override
		public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
			return DefaultIssuanceObservationConvention.class;
		}

		@Override
		public KeyName[] getLowCardinalityKeyNames() {
			return new KeyName[] { LowCardinality.CA, LowCardinality.PURPOSE, LowCardinality.OUTCOME,
					LowCardinality.KIND, LowCardinality.PROBLEM };
		}

	},

	/**
	 * A step of an attempt, from the one before it on. While something is done for it, it
	 * is the current observation of the thread.
	 */
	STEP {

		@Override
		public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
			return DefaultIssuanceStepObservationConvention.class;
		}

		@Override
		public KeyName[] getLowCardinalityKeyNames() {
			return new KeyName[] { LowCardinality.CA, LowCardinality.PURPOSE, LowCardinality.STEP, LowCardinality.KIND,
					LowCardinality.PROBLEM };
		}

	};

	@Override
	public KeyName[] getHighCardinalityKeyNames() {
		return HighCardinality.values();
	}

	@Override
	public String getPrefix() {
		return "";
	}

	/**
	 * Keys with few values.
	 */
	public enum LowCardinality implements KeyName {

		/**
		 * Who is asked: the URL of a directory, or {@code local CA}.
		 */
		CA,

		/**
		 * What the attempt is for: {@code issue}, {@code renew} or {@code trial}.
		 */
		PURPOSE,

		/**
		 * What became of it: {@code obtained}, {@code failed}, or {@code under_way} if it
		 * was only let go.
		 */
		OUTCOME,

		/**
		 * What will help after the failure, {@code none} if there was none.
		 */
		KIND,

		/**
		 * The last part of the type of the CA's problem, {@code other} if it is not a
		 * registered one, {@code none} if there was none.
		 */
		PROBLEM,

		/**
		 * The step that was done, {@code none} if the attempt ended before.
		 */
		STEP;

		@Override
		public String asString() {
			return FailureNames.id(this);
		}

	}

	/**
	 * Keys with any number of values.
	 */
	public enum HighCardinality implements KeyName {

		/**
		 * Which certificate: its configured name and key type.
		 */
		CERTIFICATE,

		/**
		 * The names it is for, with commas between them.
		 */
		DOMAINS;

		@Override
		public String asString() {
			return FailureNames.id(this);
		}

	}

}
