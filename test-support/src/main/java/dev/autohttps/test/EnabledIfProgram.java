package dev.autohttps.test;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Marks tests that need programs on the {@code PATH}: without them they are skipped, in
 * continuous integration (environment variable {@code CI}) they fail.
 */
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(EnabledIfProgramCondition.class)
public @interface EnabledIfProgram {

	/**
	 * The names of the programs.
	 * @return the names
	 */
	String[] value();

}
