/** What every answer tells browsers to forbid. */
import { IncomingMessage, ServerResponse, type OutgoingHttpHeaders } from "node:http";
import { Socket } from "node:net";
import helmet, { type HelmetOptions } from "helmet";

/** Helmet's options for pages. */
export const FOR_PAGES = {
    contentSecurityPolicy: {
        useDefaults: false,
        directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
    },
    // Whether the site is on TLS at all is for the proxy in front to say.
    strictTransportSecurity: false,
} as const satisfies HelmetOptions;

/** Helmet's options for data, of which browsers need not be told what concerns pages alone. */
export const FOR_DATA = {
    ...FOR_PAGES,
    crossOriginOpenerPolicy: false,
    originAgentCluster: false,
    xDnsPrefetchControl: false,
    xDownloadOptions: false,
    xPermittedCrossDomainPolicies: false,
    xXssProtection: false,
} as const satisfies HelmetOptions;

function headersOf(options: Readonly<HelmetOptions>): OutgoingHttpHeaders {
    const request = new IncomingMessage(new Socket());
    const response = new ServerResponse(request);
    helmet(options)(request, response, () => undefined);
    return { ...response.getHeaders() };
}

/** The headers of data. They never change, so helmet is asked once and an answer sends them with its own, in one go. */
export const dataHeaders: Readonly<OutgoingHttpHeaders> = headersOf(FOR_DATA);
