package dev.autohttps.doctor;

/**
 * What is done about what the doctor finds.
 */
public enum DoctorMode {

	/**
	 * No order is placed that would fail for certain.
	 */
	ENFORCE,

	/**
	 * It is said in the log, and the order is placed all the same.
	 */
	WARN,

	/**
	 * Nothing is looked at, unless somebody wants to know.
	 */
	OFF

}
