package dev.autohttps.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Marks tests that need a {@link NameServer}, BIND or Knot: unless both are on the
 * {@code PATH} or in {@code /usr/sbin} they are skipped, and one line says why; in
 * continuous integration (environment variable {@code CI}) they fail.
 */
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ExtendWith(EnabledIfNameServersCondition.class)
public @interface EnabledIfNameServers {

}
