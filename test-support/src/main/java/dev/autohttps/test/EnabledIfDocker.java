package dev.autohttps.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Marks, and tags as {@code docker}, tests that need a Docker engine with Pebble's image,
 * and Docker Compose: where one of these is missing they are skipped, since a test pulls
 * no image; with the environment variable {@code DOCKER_REQUIRED} they fail.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@Tag("docker")
@ExtendWith(EnabledIfDockerCondition.class)
public @interface EnabledIfDocker {

	/**
	 * Whether the tests take ports that are the same everywhere, which whoever has an
	 * engine at hand may use for something else: they run where {@code DOCKER_REQUIRED}
	 * is set only, since there the engine has a network of its own.
	 * @return whether the network must be ours alone
	 */
	boolean fixedPorts() default false;

}
