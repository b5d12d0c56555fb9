/** Which answers come that are not the platform's own word: of proxies, portals, filters, crowds, walls? */

import { type Fault, instead, type Scope } from './fault.ts';

const HTML = (title: string, body: string): string =>
  `<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>${title}</title></head>\n<body><h1>${title}</h1>\n${body}\n${'<p>&nbsp;</p>\n'.repeat(40)}</body></html>\n`;

const gateway = (title: string): string =>
  `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n<hr><center>nginx/1.18.0</center>\r\n</body>\r\n</html>\r\n`;

function shows(name: string, scope: Scope, status: number, body: string, headers: Readonly<Record<string, string>> = {}): Fault {
  return { name, scope, strike: (struck) => instead(struck, status, body, headers) };
}

const CHALLENGE = HTML(
  'Just a moment...',
  '<div id="challenge-form"><p>Checking your browser before you go on. Ray ID: 7a1b2c3d4e5f6071</p><noscript>Enable JavaScript and cookies to continue</noscript></div>',
);
const PORTAL = HTML(
  'Welcome to the station Wi-Fi',
  '<form action="/login"><p>Accept the terms to go online.</p><input type="submit" value="Connect"></form>',
);
const BLOCKED = HTML(
  'Access to this site has been restricted',
  '<p>Access to the requested resource is limited by decision of the authority. The page is not available.</p>',
);
const SORRY = HTML(
  'Page not found',
  '<p>Sorry, this page isn’t available. The channel or account may have been deleted, or it doesn’t exist.</p>',
);
const SEARCH = HTML(
  'Search results',
  '<p>The address you entered was not found. Did you mean one of these? <a href="https://ads.example/">Lamps</a></p>',
);

export const PAGE_FAULTS: readonly Fault[] = [
  shows('500', 'request', 500, gateway('500 Internal Server Error')),
  shows('502 of a gateway', 'request', 502, gateway('502 Bad Gateway')),
  shows('503 with Retry-After', 'request', 503, gateway('503 Service Temporarily Unavailable'), { 'retry-after': '60' }),
  shows('504 of a gateway', 'request', 504, gateway('504 Gateway Time-out')),
  shows('429 with Retry-After', 'request', 429, gateway('429 Too Many Requests'), { 'retry-after': '30' }),
  shows('429 without a word', 'request', 429, ''),
  shows('403 of a filter', 'request', 403, gateway('403 Forbidden')),
  shows('404 of a gateway', 'request', 404, gateway('404 Not Found')),
  shows('404 of a proxy, as JSON', 'request', 404, '{"message":"no Route matched with those values"}', {
    'content-type': 'application/json',
  }),
  shows('410 of a gateway', 'request', 410, gateway('410 Gone')),
  shows('401 of a proxy', 'request', 401, gateway('401 Authorization Required'), { 'www-authenticate': 'Basic realm="proxy"' }),
  shows('451', 'request', 451, HTML('Unavailable For Legal Reasons', '<p>This content cannot be shown in your country.</p>')),
  shows('challenge, 403', 'request', 403, CHALLENGE, { server: 'cloudflare' }),
  shows('challenge, 200', 'request', 200, CHALLENGE, { server: 'cloudflare' }),
  shows('empty 200', 'request', 200, ''),
  shows('tiny 200', 'request', 200, 'ok'),
  shows('204', 'request', 204, ''),
  shows('304 that nobody asked for', 'request', 304, ''),
  shows('null as JSON', 'request', 200, 'null', { 'content-type': 'application/json' }),
  shows('empty object as JSON', 'request', 200, '{}', { 'content-type': 'application/json' }),
  shows('error as JSON, 200', 'request', 200, '{"error":"temporarily unavailable"}', { 'content-type': 'application/json' }),
  shows('soft 404 of a template', 'request', 200, SORRY),
  shows(
    'login wall',
    'request',
    200,
    HTML('Log in', '<form action="/login"><p>Log in to see this page. It may have been removed.</p><input name="user"></form>'),
  ),
  shows('maintenance', 'platform', 200, HTML('We will be back soon', '<p>The service is undergoing maintenance.</p>')),
  shows('502 for all', 'platform', 502, gateway('502 Bad Gateway')),
  shows('404 for all', 'platform', 404, gateway('404 Not Found')),
  shows('home page for all', 'platform', 200, HTML('Welcome', '<p>A new era of messaging.</p>')),
  shows('captive portal, 200', 'ours', 200, PORTAL),
  shows('captive portal, 302', 'ours', 302, '', { location: 'http://portal.example/login' }),
  shows('captive portal, 403', 'ours', 403, PORTAL),
  shows('captive portal, 404', 'ours', 404, SORRY),
  shows('captive portal, 511', 'ours', 511, PORTAL),
  shows('block page, 200', 'ours', 200, BLOCKED),
  shows('block page, 403', 'ours', 403, BLOCKED),
  shows('search page of a false name server', 'ours', 200, SEARCH),
];
