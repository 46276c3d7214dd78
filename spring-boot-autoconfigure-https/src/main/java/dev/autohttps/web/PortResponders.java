package dev.autohttps.web;

/**
 * What the ports of a server answer before the application does.
 *
 * @param ports the ports
 * @param onPlain answers the plain port
 * @param onOther answers the server's own port
 */
public record PortResponders(ServerPorts ports, HttpResponder onPlain, HttpResponder onOther) {

}
