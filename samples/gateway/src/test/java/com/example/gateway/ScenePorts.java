package com.example.gateway;

import dev.autohttps.test.Ports;

/**
 * Where everything in the scene listens.
 *
 * @param https where the gateway speaks HTTPS
 * @param plain where it redirects, and answers the CA
 * @param management where it is managed
 * @param backends where the applications listen
 */
record ScenePorts(int https, int plain, int management, int... backends) {

	static ScenePorts free() {
		return new ScenePorts(Ports.free(), Ports.free(), Ports.free(), Ports.free(3));
	}

}
