package dev.autohttps.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Marks tests that need a {@link Pebble}: where none can be had they are skipped, and one
 * line says why; in continuous integration (environment variable {@code CI}) they fail.
 * <p>
 * It is looked for on the {@code PATH}, as Debian's package and as containers. The system
 * property {@code pebble.bin} names the folder of the programs instead, and
 * {@code pebble.docker=true} asks for the containers.
 */
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ExtendWith(EnabledIfPebbleCondition.class)
public @interface EnabledIfPebble {

}
