package dev.autohttps.test;

/**
 * A program that was started and can be taken down.
 */
interface RunningProgram {

	/**
	 * Return whether it has not ended, by itself or by {@link #stop()}.
	 * @return whether it runs
	 */
	boolean isRunning();

	/**
	 * Kill it. When this returns its ports are free and all that it printed was passed
	 * on.
	 */
	void stop();

	/**
	 * Freeze it: its connections stay, it does nothing.
	 */
	void suspend();

	/**
	 * Let it go on after {@link #suspend()}.
	 */
	void resume();

}
